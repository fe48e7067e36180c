//! Sizes of the page and of the types on it, points (1/72 inch).

use super::text::{Style, Weight};

/// A4.
pub(crate) const PAGE_WIDTH_PT: f32 = 595.276;
pub(crate) const PAGE_HEIGHT_PT: f32 = 841.89;
/// Wider than the right margin: papers are filed on the left.
pub(crate) const LEFT_PT: f32 = 68.0;
pub(crate) const RIGHT_PT: f32 = 48.0;
pub(crate) const WIDTH_PT: f32 = PAGE_WIDTH_PT - LEFT_PT - RIGHT_PT;
/// Top of the text of the first page, below which the frame puts issuer and title.
pub(crate) const TOP_PT: f32 = 48.0;
/// Top of the text of later pages, under the running head.
pub(crate) const LATER_TOP_PT: f32 = 78.0;
/// Lowest line of the foot.
pub(crate) const FOOT_PT: f32 = PAGE_HEIGHT_PT - 34.0;
/// Most pages of one paper: a longer list is divided.
pub(crate) const PAGES_MAX: usize = 400;

const BLACK: u8 = 0;
/// Dark enough for any printer and for a contrast of 7 : 1.
const GREY: u8 = 0x4A;

pub(crate) const TITLE: Style = Style::new(Weight::Bold, 16.0, 20.5, BLACK);
pub(crate) const NUMBER: Style = Style::new(Weight::Regular, 11.0, 15.0, BLACK);
pub(crate) const HEADING: Style = Style::new(Weight::Bold, 11.0, 15.0, BLACK);
pub(crate) const BODY: Style = Style::new(Weight::Regular, 10.0, 14.2, BLACK);
pub(crate) const VALUE: Style = Style::new(Weight::Regular, 10.0, 13.6, BLACK);
pub(crate) const LABEL: Style = Style::new(Weight::Regular, 9.0, 13.6, GREY);
pub(crate) const NOTE: Style = Style::new(Weight::Regular, 8.5, 11.8, GREY);
pub(crate) const CELL: Style = Style::new(Weight::Regular, 8.5, 11.4, BLACK);
pub(crate) const CELL_HEAD: Style = Style::new(Weight::Bold, 8.0, 10.6, BLACK);
pub(crate) const SMALL: Style = Style::new(Weight::Regular, 7.5, 10.0, GREY);
pub(crate) const ISSUER: Style = Style::new(Weight::Bold, 10.0, 13.4, BLACK);
pub(crate) const SAMPLE: Style = Style::new(Weight::Bold, 8.5, 11.0, BLACK);
pub(crate) const CODE: Style = Style::new(Weight::Bold, 10.5, 14.0, BLACK);
