//! What stands around every paper: issuer, mark of a sample, title, authenticity code, foot and running head.

use krilla::tagging::ArtifactType;

use super::block::Block;
use super::flow::{Flow, height_pt};
use super::geometry::{
    CODE, FOOT_PT, HEADING, ISSUER, LEFT_PT, NOTE, NUMBER, PAGES_MAX, SAMPLE, SMALL, TITLE, TOP_PT, WIDTH_PT,
};
use super::page::{Bookmark, DECORATION, Item, Kind, Owner, Page, Shape, Tree};
use super::qr::squares;
use super::text::{Faces, Line};
use crate::PaperError;

const MARK_PT: f32 = 30.0;
const QR_PT: f32 = 76.0;
/// Leaves a QR code its quiet zone of four modules (ISO/IEC 18004).
const BOX_PAD_PT: f32 = 10.0;
/// Where the running head stands.
const RUNNING_PT: f32 = 42.0;
const PAGE_NUMBER_WIDTH_PT: f32 = 60.0;

/// The words around a paper, in its language.
pub(crate) struct Frame {
    pub(crate) title: String,
    /// Number and date.
    pub(crate) number: String,
    /// Body, then unit.
    pub(crate) issuer: Vec<String>,
    /// "Sample, unverified".
    pub(crate) sample: String,
    /// Law with articles; template with version.
    pub(crate) foot: Vec<String>,
    pub(crate) code: CodePanel,
}

/// The code that verifies authenticity.
pub(crate) struct CodePanel {
    pub(crate) heading: String,
    pub(crate) code: String,
    pub(crate) how: String,
    /// What the square holds, and the words for who cannot see it.
    pub(crate) square: String,
    pub(crate) alternative: String,
}

/// A paper on its pages.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Page>,
    pub(crate) tree: Tree,
    pub(crate) bookmarks: Vec<Bookmark>,
}

/// Places a paper: first its content, then what needs the number of pages.
///
/// # Errors
/// [`PaperError::Pages`]; [`PaperError::Value`] when the square cannot hold the code.
pub(crate) fn lay_out(faces: &Faces, frame: &Frame, blocks: &[Block]) -> Result<Laid, PaperError> {
    let foot: Vec<Line> =
        frame.foot.iter().flat_map(|line| faces.wrap(line, SMALL, WIDTH_PT - PAGE_NUMBER_WIDTH_PT)).collect();
    let foot_top_pt = FOOT_PT - height_pt(&foot);
    let mut flow = place(Flow::new(faces, foot_top_pt - 14.0), frame, blocks, None)?;
    if flow.code_alone {
        // A page that holds nothing but a code vouches for nothing: the last section, the signature, goes with it.
        let last = blocks.iter().rposition(|block| matches!(block, Block::Heading(_)));
        flow = place(Flow::new(faces, foot_top_pt - 14.0), frame, blocks, last)?;
    }
    let Flow { mut pages, tree, bookmarks, .. } = flow;
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        let number = faces.shape(&format!("{} / {count}", at + 1), SMALL);
        put_foot(page, &foot, number, foot_top_pt);
        if at > 0 {
            put_running_head(page, faces, frame);
        }
    }
    Ok(Laid { pages, tree, bookmarks })
}

/// Places the blocks; `new_page` is the block that begins a page whatever room there is.
fn place<'a>(
    mut flow: Flow<'a>,
    frame: &Frame,
    blocks: &[Block],
    new_page: Option<usize>,
) -> Result<Flow<'a>, PaperError> {
    flow.head(frame);
    for (at, block) in blocks.iter().enumerate() {
        if new_page == Some(at) {
            flow.break_page();
        }
        flow.block(block);
        if flow.overfull() {
            return Err(PaperError::Pages { pages_max: PAGES_MAX });
        }
    }
    flow.code(&frame.code)?;
    Ok(flow)
}

impl Flow<'_> {
    fn head(&mut self, frame: &Frame) {
        let sample = self.faces.shape(&frame.sample, SAMPLE);
        let sample_pt = sample.width_pt + 2.0 * BOX_PAD_PT;
        let issuer_width_pt = WIDTH_PT - MARK_PT - 10.0 - sample_pt - 14.0;
        self.put(DECORATION, LEFT_PT, TOP_PT, Shape::Mark { side_pt: MARK_PT });
        let x_pt = LEFT_PT + MARK_PT + 10.0;
        let mut y_pt = TOP_PT + 2.0;
        for (at, text) in frame.issuer.iter().enumerate() {
            let style = if at == 0 { ISSUER } else { NOTE };
            let lines = self.faces.wrap(text, style, issuer_width_pt);
            let node = Owner::Node(self.tree.add(None, Kind::Paragraph));
            let height_pt = height_pt(&lines);
            self.put_lines(node, x_pt, y_pt, lines);
            y_pt += height_pt;
        }
        let box_x_pt = LEFT_PT + WIDTH_PT - sample_pt;
        let outline = Shape::Outline { width_pt: sample_pt, height_pt: 19.0, weight_pt: 1.1 };
        self.put(DECORATION, box_x_pt, TOP_PT + 2.0, outline);
        let node = Owner::Node(self.tree.add(None, Kind::Paragraph));
        self.put_line(node, box_x_pt + BOX_PAD_PT, TOP_PT + 6.0, sample);
        self.y_pt = y_pt.max(TOP_PT + MARK_PT) + 8.0;
        self.rule(DECORATION, WIDTH_PT, 1.2);
        self.y_pt += 14.0;
        self.bookmark(frame.title.clone());
        let title = self.faces.wrap(&frame.title, TITLE, WIDTH_PT);
        self.text(None, Kind::Heading(1, frame.title.clone()), LEFT_PT, title);
        self.y_pt += 2.0;
        let number = self.faces.wrap(&frame.number, NUMBER, WIDTH_PT);
        self.text(None, Kind::Paragraph, LEFT_PT, number);
        self.y_pt += 8.0;
    }

    /// The box with the square, the code and how to check it, never parted.
    fn code(&mut self, panel: &CodePanel) -> Result<(), PaperError> {
        let Some(squares) = squares(&panel.square) else {
            let problem = "does not fit a QR code: shorten it";
            return Err(PaperError::Value { field: "authenticity".to_owned(), problem });
        };
        let text_x_pt = LEFT_PT + BOX_PAD_PT + QR_PT + 14.0;
        let text_width_pt = WIDTH_PT - 2.0 * BOX_PAD_PT - QR_PT - 14.0;
        let heading = self.faces.wrap(&panel.heading, HEADING, text_width_pt);
        let code = self.faces.wrap(&panel.code, CODE, text_width_pt);
        let how = self.faces.wrap(&panel.how, NOTE, text_width_pt);
        let text_pt = height_pt(&heading) + height_pt(&code) + height_pt(&how) + 6.0;
        let box_pt = text_pt.max(QR_PT) + 2.0 * BOX_PAD_PT;
        let pages = self.pages.len();
        self.keep(box_pt + 12.0);
        self.code_alone = self.pages.len() > pages;
        self.space(12.0);
        let top_pt = self.y_pt;
        let outline = Shape::Outline { width_pt: WIDTH_PT, height_pt: box_pt, weight_pt: 0.8 };
        self.put(DECORATION, LEFT_PT, top_pt, outline);
        self.bookmark(panel.heading.clone());
        let mut y_pt = top_pt + BOX_PAD_PT;
        let kinds = [Kind::Heading(2, panel.heading.clone()), Kind::Paragraph, Kind::Paragraph];
        for (kind, lines) in kinds.into_iter().zip([heading, code, how]) {
            let node = Owner::Node(self.tree.add(None, kind));
            let height_pt = height_pt(&lines);
            self.put_lines(node, text_x_pt, y_pt, lines);
            y_pt += height_pt + 3.0;
        }
        let figure = Owner::Node(self.tree.add(None, Kind::Figure(panel.alternative.clone())));
        let shape = Shape::Modules { side_pt: QR_PT, modules: squares.modules, dark: squares.dark };
        self.put(figure, LEFT_PT + BOX_PAD_PT, top_pt + BOX_PAD_PT, shape);
        self.y_pt += box_pt;
        Ok(())
    }
}

fn put_foot(page: &mut Page, foot: &[Line], number: Line, top_pt: f32) {
    let owner = Owner::Page(ArtifactType::Footer);
    let rule = Shape::Rule { width_pt: WIDTH_PT, weight_pt: 0.5 };
    page.items.push(Item { owner, x_pt: LEFT_PT, y_pt: top_pt - 5.0, shape: rule });
    let mut y_pt = top_pt;
    for line in foot {
        put_text(page, owner, LEFT_PT, y_pt, line.clone());
        y_pt += line.style.leading_pt;
    }
    let x_pt = LEFT_PT + WIDTH_PT - number.width_pt;
    put_text(page, Owner::Page(ArtifactType::PageNumber), x_pt, top_pt, number);
}

fn put_running_head(page: &mut Page, faces: &Faces, frame: &Frame) {
    let owner = Owner::Page(ArtifactType::Header);
    let sample = faces.shape(&frame.sample, SAMPLE);
    let sample_x_pt = LEFT_PT + WIDTH_PT - sample.width_pt;
    let text = format!("{} · {}", frame.title, frame.number);
    if let Some(line) = faces.wrap(&text, SMALL, WIDTH_PT - sample.width_pt - 20.0).into_iter().next() {
        put_text(page, owner, LEFT_PT, RUNNING_PT, line);
    }
    put_text(page, owner, sample_x_pt, RUNNING_PT, sample);
    let rule = Shape::Rule { width_pt: WIDTH_PT, weight_pt: 0.5 };
    page.items.push(Item { owner, x_pt: LEFT_PT, y_pt: RUNNING_PT + 17.0, shape: rule });
}

fn put_text(page: &mut Page, owner: Owner, x_pt: f32, top_pt: f32, line: Line) {
    let y_pt = top_pt + super::flow::baseline_pt(line.style);
    page.items.push(Item { owner, x_pt, y_pt, shape: Shape::Text(line) });
}
