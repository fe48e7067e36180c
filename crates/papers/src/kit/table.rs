//! Tables over pages: the head again on each page, rows whole where they fit on a page at all.

use krilla::tagging::ArtifactType;

use super::block::{Align, Table};
use super::flow::{Flow, height_pt};
use super::geometry::{CELL, CELL_HEAD, LEFT_PT, WIDTH_PT};
use super::page::{DECORATION, Kind, NodeId, Owner, Shape};
use super::text::Line;

const PAD_X_PT: f32 = 3.5;
const PAD_Y_PT: f32 = 2.6;
const HEAD_RULE_PT: f32 = 0.9;
const ROW_RULE_PT: f32 = 0.3;
/// What an empty cell shows: a screen reader should not meet a hole.
const NOTHING: &str = "–";

/// Left edge and width of a column.
#[derive(Clone, Copy)]
struct Span {
    x_pt: f32,
    width_pt: f32,
    align: Align,
}

impl Span {
    fn text_width_pt(self) -> f32 {
        self.width_pt - 2.0 * PAD_X_PT
    }

    fn text_x_pt(self, line: &Line) -> f32 {
        match self.align {
            Align::Left => self.x_pt + PAD_X_PT,
            Align::Right => self.x_pt + self.width_pt - PAD_X_PT - line.width_pt,
        }
    }
}

fn spans(table: &Table) -> Vec<Span> {
    let total: f32 = table.columns.iter().map(|column| column.share).sum();
    let mut x_pt = LEFT_PT;
    let mut spans = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let width_pt = WIDTH_PT * column.share / total;
        spans.push(Span { x_pt, width_pt, align: column.align });
        x_pt += width_pt;
    }
    spans
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let spans = spans(table);
        let head: Vec<Vec<Line>> = table
            .columns
            .iter()
            .zip(&spans)
            .map(|(column, span)| self.faces.wrap(&column.head, CELL_HEAD, span.text_width_pt()))
            .collect();
        let head_pt = tallest(&head) + 2.0 * PAD_Y_PT;
        self.space(4.0);
        self.keep(head_pt + 2.0 * (CELL.leading_pt + 2.0 * PAD_Y_PT));
        let node = self.tree.add(None, Kind::Table);
        let section = self.tree.add(Some(node), Kind::TableHead);
        let row = self.tree.add(Some(section), Kind::Row);
        let cells: Vec<Owner> =
            head.iter().map(|_| Owner::Node(self.tree.add(Some(row), Kind::HeadOfColumn))).collect();
        self.table_head(&head, &spans, &cells);
        let body = self.tree.add(Some(node), Kind::TableBody);
        let later = vec![Owner::Page(ArtifactType::Other); spans.len()];
        for row in &table.rows {
            if self.overfull() {
                return;
            }
            self.row(row, &spans, body, |flow| flow.table_head(&head, &spans, &later));
        }
        self.y_pt += 6.0;
    }

    fn table_head(&mut self, head: &[Vec<Line>], spans: &[Span], owners: &[Owner]) {
        let head_pt = tallest(head) + 2.0 * PAD_Y_PT;
        let top_pt = self.y_pt;
        self.put(DECORATION, LEFT_PT, top_pt, Shape::Tone { width_pt: WIDTH_PT, height_pt: head_pt });
        self.rule(DECORATION, WIDTH_PT, HEAD_RULE_PT);
        for ((lines, span), owner) in head.iter().zip(spans).zip(owners) {
            // Heads stand on the rule under them.
            let drop_pt = head_pt - PAD_Y_PT - height_pt(lines);
            self.cell(*owner, *span, top_pt + drop_pt, lines.clone());
        }
        self.y_pt += head_pt;
        self.rule(DECORATION, WIDTH_PT, HEAD_RULE_PT);
    }

    /// One row; one that is higher than a page goes on over pages, line by line.
    fn row(&mut self, texts: &[String], spans: &[Span], body: NodeId, head: impl Fn(&mut Self)) {
        let mut cells: Vec<Vec<Line>> = spans
            .iter()
            .enumerate()
            .map(|(at, span)| {
                let text = texts.get(at).map(|text| text.trim()).filter(|text| !text.is_empty());
                self.faces.wrap(text.unwrap_or(NOTHING), CELL, span.text_width_pt())
            })
            .collect();
        let row = self.tree.add(Some(body), Kind::Row);
        let owners: Vec<Owner> =
            spans.iter().map(|_| Owner::Node(self.tree.add(Some(row), Kind::Cell))).collect();
        let whole_pt = tallest(&cells) + 2.0 * PAD_Y_PT;
        if self.room_pt() < whole_pt && whole_pt < self.page_height_pt() * 0.8 {
            self.break_page();
            head(self);
        }
        loop {
            let lines_max = (((self.room_pt() - 2.0 * PAD_Y_PT) / CELL.leading_pt) as usize).max(1);
            let top_pt = self.y_pt + PAD_Y_PT;
            let mut lines_placed = 0;
            for ((lines, span), owner) in cells.iter_mut().zip(spans).zip(&owners) {
                let rest = lines.split_off(lines.len().min(lines_max));
                let here = std::mem::replace(lines, rest);
                lines_placed = lines_placed.max(here.len());
                self.cell(*owner, *span, top_pt, here);
            }
            self.y_pt += lines_placed as f32 * CELL.leading_pt + 2.0 * PAD_Y_PT;
            self.rule(DECORATION, WIDTH_PT, ROW_RULE_PT);
            if cells.iter().all(Vec::is_empty) {
                return;
            }
            self.break_page();
            head(self);
        }
    }

    fn cell(&mut self, owner: Owner, span: Span, top_pt: f32, lines: Vec<Line>) {
        let mut y_pt = top_pt;
        for line in lines {
            let (x_pt, leading_pt) = (span.text_x_pt(&line), line.style.leading_pt);
            self.put_line(owner, x_pt, y_pt, line);
            y_pt += leading_pt;
        }
    }
}

fn tallest(cells: &[Vec<Line>]) -> f32 {
    cells.iter().map(|lines| height_pt(lines)).fold(0.0, f32::max)
}
