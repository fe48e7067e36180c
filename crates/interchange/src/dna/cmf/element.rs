//! The elements of CMF and which may stand in which.

use super::super::limits::TEXT_CHARS_MAX;

macro_rules! elements {
    ($($(#[$doc:meta])* $name:ident = $tag:literal in $parent:expr, $chars:expr;)*) => {
        /// An element of CMF.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Element { $($(#[$doc])* $name,)* }

        impl Element {
            const ALL: &[(Self, &'static str, Option<Self>, usize)] = {
                use Element::*;
                &[$(($name, $tag, $parent, $chars),)*]
            };
        }
    };
}

// Name, tag, parent, and most characters of its text (0 = it holds elements).
elements! {
    File = "CODISImportFile" in None, 0;
    HeaderVersion = "HEADERVERSION" in Some(File), 10;
    MessageType = "MESSAGETYPE" in Some(File), 10;
    DestinationOri = "DESTINATIONORI" in Some(File), 10;
    // The XSD says 10; files of other programs say more.
    SourceLab = "SOURCELAB" in Some(File), TEXT_CHARS_MAX;
    SubmitByUserId = "SUBMITBYUSERID" in Some(File), 20;
    SubmitDateTime = "SUBMITDATETIME" in Some(File), 35;
    BatchId = "BATCHID" in Some(File), 32;
    Kit = "KIT" in Some(File), 32;
    Specimen = "SPECIMEN" in Some(File), 0;
    SpecimenId = "SPECIMENID" in Some(Specimen), 24;
    SpecimenCategory = "SPECIMENCATEGORY" in Some(Specimen), TEXT_CHARS_MAX;
    SpecimenComment = "SPECIMENCOMMENT" in Some(Specimen), 255;
    Locus = "LOCUS" in Some(Specimen), 0;
    LocusName = "LOCUSNAME" in Some(Locus), 20;
    ReadingBy = "READINGBY" in Some(Locus), 20;
    ReadingDateTime = "READINGDATETIME" in Some(Locus), 35;
    Allele = "ALLELE" in Some(Locus), 0;
    AlleleValue = "ALLELEVALUE" in Some(Allele), 10;
}

impl Element {
    /// The element of a tag inside another.
    pub(super) fn inside(parent: Option<Self>, tag: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, own, within, _)| *own == tag && *within == parent);
        found.map(|(element, ..)| *element)
    }

    fn row(self) -> &'static (Self, &'static str, Option<Self>, usize) {
        // Elements are numbered in the order of the table.
        &Self::ALL[self as usize]
    }

    /// Its tag.
    pub(super) fn tag(self) -> &'static str {
        self.row().1
    }

    /// Most characters of its text; 0 = it holds elements.
    pub(super) fn chars_max(self) -> usize {
        self.row().3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_found_by_tag_and_parent() {
        for (element, tag, parent, chars_max) in Element::ALL {
            assert_eq!(Element::inside(*parent, tag), Some(*element));
            assert_eq!((element.tag(), element.chars_max()), (*tag, *chars_max));
        }
        assert_eq!(Element::inside(Some(Element::Specimen), "KIT"), None);
        assert_eq!(Element::inside(Some(Element::File), "specimen"), None);
    }
}
