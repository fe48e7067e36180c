//! What a paper is made of, before it is placed on pages.

use std::sync::Arc;

/// One block of the flow, from the top of the paper to its end.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    Heading(String),
    Paragraph(String),
    /// Notes, smaller.
    Note(String),
    List(Vec<String>),
    /// Name and value, one a row.
    Facts(Vec<(String, String)>),
    Table(Table),
    Pictures(Vec<Picture>),
    Signatures(Vec<SignatureLine>),
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) head: String,
    /// Part of the width of the table, compared with the other columns.
    pub(crate) share: f32,
    pub(crate) align: Align,
}

impl Column {
    pub(crate) fn left(head: String, share: f32) -> Self {
        Self { head, share, align: Align::Left }
    }

    pub(crate) fn right(head: String, share: f32) -> Self {
        Self { head, share, align: Align::Right }
    }
}

/// A table; its head is repeated on each page.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    /// Each row has one text a column.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A grey image with its caption.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) caption: String,
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    /// One byte a pixel, row by row, 0 black.
    pub(crate) grey: Arc<[u8]>,
}

/// Who signs: post, name, and either the signature or room for one.
#[derive(Debug, Clone)]
pub(crate) struct SignatureLine {
    pub(crate) post: String,
    pub(crate) name: String,
    /// `None` leaves a line to sign on.
    pub(crate) signed: Option<SignedMark>,
    /// What stands under the line to sign on.
    pub(crate) room: String,
}

#[derive(Debug, Clone)]
pub(crate) struct SignedMark {
    pub(crate) when: String,
    pub(crate) digest: String,
}
