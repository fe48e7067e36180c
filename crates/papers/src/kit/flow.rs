//! The flow of blocks down the pages.

use super::block::Block;
use super::geometry::{LATER_TOP_PT, LEFT_PT, PAGES_MAX, TOP_PT};
use super::page::{Bookmark, Item, Kind, NodeId, Owner, Page, Shape, Tree};
use super::text::{Faces, Line, Style};

/// Places things from the top of a page to its bottom and goes on to the next.
pub(crate) struct Flow<'a> {
    pub(crate) faces: &'a Faces,
    pub(crate) pages: Vec<Page>,
    pub(crate) tree: Tree,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// Where the next thing goes.
    pub(crate) y_pt: f32,
    /// Nothing goes lower.
    pub(crate) bottom_pt: f32,
    /// Whether the authenticity code had to begin a page.
    pub(crate) code_alone: bool,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(faces: &'a Faces, bottom_pt: f32) -> Self {
        Self {
            faces,
            pages: vec![Page::default()],
            tree: Tree::default(),
            bookmarks: Vec::new(),
            y_pt: TOP_PT,
            bottom_pt,
            code_alone: false,
        }
    }

    /// Height of a later page between running head and foot.
    pub(crate) fn page_height_pt(&self) -> f32 {
        self.bottom_pt - LATER_TOP_PT
    }

    pub(crate) fn room_pt(&self) -> f32 {
        self.bottom_pt - self.y_pt
    }

    /// Whether the paper is longer than any may be: what follows is not placed, and the paper is refused.
    pub(crate) fn overfull(&self) -> bool {
        self.pages.len() > PAGES_MAX
    }

    pub(crate) fn break_page(&mut self) {
        self.pages.push(Page::default());
        self.y_pt = LATER_TOP_PT;
    }

    fn at_top(&self) -> bool {
        self.y_pt <= LATER_TOP_PT
    }

    /// Goes to the next page unless `height_pt` fits here or would not fit there either.
    pub(crate) fn keep(&mut self, height_pt: f32) {
        if self.room_pt() < height_pt && !self.at_top() {
            self.break_page();
        }
    }

    /// Leaves a space, except at the top of a page.
    pub(crate) fn space(&mut self, height_pt: f32) {
        if !self.at_top() {
            self.y_pt += height_pt;
        }
    }

    pub(crate) fn put(&mut self, owner: Owner, x_pt: f32, y_pt: f32, shape: Shape) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Item { owner, x_pt, y_pt, shape });
        }
    }

    /// Puts a line into the band of its leading that begins at `top_pt`.
    pub(crate) fn put_line(&mut self, owner: Owner, x_pt: f32, top_pt: f32, line: Line) {
        let baseline_pt = top_pt + baseline_pt(line.style);
        self.put(owner, x_pt, baseline_pt, Shape::Text(line));
    }

    /// Puts lines one under another from `top_pt`, without regard to the end of the page.
    pub(crate) fn put_lines(&mut self, owner: Owner, x_pt: f32, top_pt: f32, lines: Vec<Line>) {
        let mut y_pt = top_pt;
        for line in lines {
            let leading_pt = line.style.leading_pt;
            self.put_line(owner, x_pt, y_pt, line);
            y_pt += leading_pt;
        }
    }

    /// Text in the flow, over pages where it must.
    pub(crate) fn text(&mut self, parent: Option<NodeId>, kind: Kind, x_pt: f32, lines: Vec<Line>) {
        let node = Owner::Node(self.tree.add(parent, kind));
        let height_pt = height_pt(&lines);
        if lines.len() <= 4 || height_pt <= self.page_height_pt() / 6.0 {
            self.keep(height_pt);
        }
        for line in lines {
            let leading_pt = line.style.leading_pt;
            self.keep(leading_pt);
            let top_pt = self.y_pt;
            self.put_line(node, x_pt, top_pt, line);
            self.y_pt += leading_pt;
        }
    }

    pub(crate) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::Note(text) => self.note(text),
            Block::List(items) => self.list(items),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Pictures(pictures) => self.pictures(pictures),
            Block::Signatures(lines) => self.signatures(lines),
        }
    }

    pub(crate) fn bookmark(&mut self, text: String) {
        self.bookmarks.push(Bookmark { text, page: self.pages.len() - 1, y_pt: self.y_pt });
    }

    /// A rule over `width_pt` at the current height.
    pub(crate) fn rule(&mut self, owner: Owner, width_pt: f32, weight_pt: f32) {
        let y_pt = self.y_pt;
        self.put(owner, LEFT_PT, y_pt, Shape::Rule { width_pt, weight_pt });
    }
}

/// Height of lines one under another.
pub(crate) fn height_pt(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.style.leading_pt).sum()
}

/// From the top of a line's band to its baseline: the letters stand in the middle of the band (capitals of Noto Sans are 0.714
/// of the size).
pub(crate) fn baseline_pt(style: Style) -> f32 {
    style.leading_pt / 2.0 + style.size_pt * 0.357
}
