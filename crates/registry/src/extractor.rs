use dactyloscopy::{ExtractError, GreyImage, Ppi, Quality, Template};

/// Makes a template of an image: the one place where a command meets image processing. A port, so that
/// tests register thousands of people without drawing a finger.
pub trait Extractor: Send + Sync {
    /// The template and quality of one finger. Called on a blocking thread.
    ///
    /// # Errors
    /// Why the image is no usable finger.
    fn extract(&self, image: &GreyImage, ppi: Ppi) -> Result<(Template, Quality), ExtractError>;
}

/// The extractor of the product: [`dactyloscopy::extract`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Dactyloscopy;

impl Extractor for Dactyloscopy {
    fn extract(&self, image: &GreyImage, ppi: Ppi) -> Result<(Template, Quality), ExtractError> {
        dactyloscopy::extract(image, ppi).map(|extraction| (extraction.template, extraction.quality))
    }
}
