//! The layout kit: blocks → pages of placed things → PDF. It knows nothing of what a paper says.

mod block;
mod emit;
mod flow;
mod frame;
mod geometry;
mod page;
mod parts;
mod qr;
mod sheet;
mod table;
mod text;

pub(crate) use block::{Column, Picture, SignatureLine, SignedMark, Table};
pub(crate) use emit::{About, write_pdf};
pub(crate) use frame::{CodePanel, Frame, lay_out};
pub(crate) use sheet::{Sheet, Template};
pub(crate) use text::Faces;
