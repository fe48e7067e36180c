//! From placed pages to a PDF that is checked against PDF/A-2a (kept for decades) and PDF/UA-1 (read aloud).

use std::num::NonZeroU16;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::luma;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};

use jiff::civil::Date;

use super::block::Picture;
use super::frame::Laid;
use super::geometry::{LEFT_PT, PAGE_HEIGHT_PT, PAGE_WIDTH_PT};
use super::page::{Item, Kind, Owner, Page, Shape, Tree};
use super::text::{Faces, Line};
use crate::{Language, PaperError};

const TONE: u8 = 0xEE;

/// What the file says about itself.
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) language: Language,
    pub(crate) issued: Date,
    /// The authenticity code: one paper, one identifier.
    pub(crate) id: String,
}

/// Writes the pages. The same pages give the same bytes.
///
/// # Errors
/// [`PaperError::Pdf`] when the writer or its checks refuse.
pub(crate) fn write_pdf(faces: &Faces, laid: &Laid, about: &About) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| refused(&error))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut drawn: Vec<Vec<Identifier>> = vec![Vec::new(); laid.tree.nodes.len()];
    let settings = PageSettings::from_wh(PAGE_WIDTH_PT, PAGE_HEIGHT_PT)
        .ok_or_else(|| PaperError::Pdf { problem: "the size of the page".to_owned() })?;
    for page in &laid.pages {
        let mut sheet = document.start_page_with(settings.clone());
        let mut surface = sheet.surface();
        draw(&mut surface, faces, page, &mut drawn);
        surface.finish();
        sheet.finish();
    }
    document.set_outline(outline(laid));
    document.set_tag_tree(tags(&laid.tree, drawn, about.language));
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| refused(&error))
}

/// The names of what was refused; the rest of a refusal may quote the paper.
fn refused(error: &impl std::fmt::Debug) -> PaperError {
    let text = format!("{error:?}");
    let names = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 4 && word.starts_with(|c: char| c.is_ascii_uppercase()));
    PaperError::Pdf { problem: names.take(4).collect::<Vec<_>>().join(" ") }
}

fn metadata(about: &About) -> Metadata {
    let date = about.issued;
    let created = DateTime::new(date.year().unsigned_abs())
        .month(date.month().unsigned_abs())
        .day(date.day().unsigned_abs());
    Metadata::new()
        .title(about.title.clone())
        .language(about.language.code().to_owned())
        .creator("Tanba".to_owned())
        .document_id(about.id.clone())
        .creation_date(created)
}

fn outline(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    for bookmark in &laid.bookmarks {
        let place = XyzDestination::new(bookmark.page, Point::from_xy(LEFT_PT, bookmark.y_pt - 6.0));
        outline.push_child(OutlineNode::new(bookmark.text.clone(), place));
    }
    outline
}

fn draw(surface: &mut Surface, faces: &Faces, page: &Page, drawn: &mut [Vec<Identifier>]) {
    for item in &page.items {
        let tag = match (item.owner, &item.shape) {
            (Owner::Page(kind), _) => ContentTag::Artifact(Artifact::with_kind(kind)),
            (Owner::Node(_), Shape::Text(_)) => ContentTag::Span(SpanTag::empty()),
            (Owner::Node(_), _) => ContentTag::Other,
        };
        let identifier = surface.start_tagged(tag);
        draw_shape(surface, faces, item);
        surface.end_tagged();
        if let Owner::Node(node) = item.owner {
            drawn[node].push(identifier);
        }
    }
}

fn draw_shape(surface: &mut Surface, faces: &Faces, item: &Item) {
    let (x, y) = (item.x_pt, item.y_pt);
    match &item.shape {
        Shape::Text(line) => draw_text(surface, faces, x, y, line),
        Shape::Rule { width_pt, weight_pt } => {
            let mut path = PathBuilder::new();
            path.move_to(x, y);
            path.line_to(x + width_pt, y);
            stroke(surface, path.finish(), *weight_pt, LineCap::Butt);
        }
        Shape::Outline { width_pt, height_pt, weight_pt } => {
            stroke(surface, rectangles(&[(x, y, *width_pt, *height_pt)]), *weight_pt, LineCap::Butt);
        }
        Shape::Tone { width_pt, height_pt } => {
            fill(surface, rectangles(&[(x, y, *width_pt, *height_pt)]), TONE);
        }
        Shape::Modules { side_pt, modules, dark } => {
            fill(surface, rectangles(&runs(x, y, *side_pt, *modules, dark)), 0);
        }
        Shape::Picture { width_pt, height_pt, picture } => {
            draw_picture(surface, x, y, (*width_pt, *height_pt), picture);
        }
        Shape::Mark { side_pt } => {
            surface.push_transform(&Transform::from_row(side_pt / 32.0, 0.0, 0.0, side_pt / 32.0, x, y));
            stroke(surface, mark(), 2.6, LineCap::Round);
            surface.pop();
        }
    }
}

fn draw_text(surface: &mut Surface, faces: &Faces, x: f32, y: f32, line: &Line) {
    surface.set_stroke(None);
    surface.set_fill(Some(ink(line.style.ink)));
    let font = faces.font(line.style.weight);
    surface.draw_glyphs(Point::from_xy(x, y), &line.glyphs, font, &line.text, line.style.size_pt, false);
}

fn draw_picture(surface: &mut Surface, x: f32, y: f32, size: (f32, f32), picture: &Picture) {
    let grey = GreyImage { picture: picture.clone() };
    let (Ok(image), Some(size)) = (Image::from_custom(grey, false), Size::from_wh(size.0, size.1)) else {
        return;
    };
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image, size);
    surface.pop();
}

/// Dark runs of each row of a QR code as rectangles: no seams between neighbours.
fn runs(x: f32, y: f32, side_pt: f32, modules: usize, dark: &[bool]) -> Vec<(f32, f32, f32, f32)> {
    let module_pt = side_pt / modules as f32;
    let mut found = Vec::new();
    for (row, line) in dark.chunks(modules).enumerate() {
        let mut at = 0;
        while at < line.len() {
            let length = line[at..].iter().take_while(|dark| **dark).count();
            if length > 0 {
                let (left, top) = (x + at as f32 * module_pt, y + row as f32 * module_pt);
                found.push((left, top, length as f32 * module_pt, module_pt));
            }
            at += length.max(1);
        }
    }
    found
}

fn rectangles(boxes: &[(f32, f32, f32, f32)]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (x, y, width, height) in boxes {
        if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
            path.push_rect(rect);
        }
    }
    path.finish()
}

/// The tamga of the register on a square of 32: two hands of three strokes each, one the other turned by half.
fn mark() -> Option<Path> {
    let mut path = PathBuilder::new();
    for (turn, offset) in [(1.0, 0.0), (-1.0, 32.0)] {
        let at = |v: f32| offset + turn * v;
        path.move_to(at(3.5), at(25.0));
        path.line_to(at(3.5), at(15.5));
        path.cubic_to(at(3.5), at(9.6), at(9.0), at(5.9), at(14.3), at(7.3));
        path.move_to(at(8.6), at(25.0));
        path.line_to(at(8.6), at(16.0));
        path.cubic_to(at(8.6), at(13.0), at(11.4), at(10.9), at(14.3), at(11.6));
        path.move_to(at(13.7), at(25.0));
        path.line_to(at(13.7), at(16.2));
    }
    path.finish()
}

fn ink(lightness: u8) -> Fill {
    Fill { paint: luma::Color::new(lightness).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn fill(surface: &mut Surface, path: Option<Path>, lightness: u8) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(ink(lightness)));
    surface.draw_path(&path);
}

fn stroke(surface: &mut Surface, path: Option<Path>, weight_pt: f32, cap: LineCap) {
    let Some(path) = path else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::black().into(),
        width: weight_pt,
        line_cap: cap,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

/// The structure tree, each leaf with what was drawn of it, in order.
fn tags(tree: &Tree, mut drawn: Vec<Vec<Identifier>>, language: Language) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = Vec::with_capacity(tree.nodes.len());
    for (node, pieces) in tree.nodes.iter().zip(&mut drawn) {
        let children = std::mem::take(pieces).into_iter().map(Node::Leaf).collect();
        groups.push(Some(TagGroup::with_children(tag(&node.kind), children)));
    }
    // Children stand after their parents: from the last node on, each is complete when it is handed up.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); tree.nodes.len()];
    let mut roots = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => children[parent].push(at),
            None => roots.push(at),
        }
    }
    for at in (0..tree.nodes.len()).rev() {
        for child in &children[at] {
            if let (Some(child), Some(parent)) = (groups[*child].take(), groups[at].as_mut()) {
                parent.push(child);
            }
        }
    }
    let mut root = TagTree::new().with_lang(Some(language.code().to_owned()));
    for at in roots {
        if let Some(group) = groups[at].take() {
            root.push(group);
        }
    }
    root
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::Disc).into(),
        Kind::ListItem => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::ListBody => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::TableHead => Tag::THead.into(),
        Kind::TableBody => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadOfColumn => Tag::TH(TableHeaderScope::Column).into(),
        Kind::HeadOfRow => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(alternative) => Tag::Figure(Some(alternative.clone())).into(),
    }
}

/// A grey picture as the PDF writer wants it.
#[derive(Clone)]
struct GreyImage {
    picture: Picture,
}

impl std::hash::Hash for GreyImage {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.picture.width_px, self.picture.height_px).hash(state);
        self.picture.grey.hash(state);
    }
}

impl CustomImage for GreyImage {
    fn color_channel(&self) -> &[u8] {
        &self.picture.grey
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        (self.picture.width_px, self.picture.height_px)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}
