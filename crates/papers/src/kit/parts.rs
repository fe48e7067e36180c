//! How each kind of block is placed, tables aside.

use super::block::{Picture, SignatureLine};
use super::flow::{Flow, baseline_pt, height_pt};
use super::geometry::{BODY, HEADING, LABEL, LEFT_PT, NOTE, SMALL, VALUE, WIDTH_PT};
use super::page::{DECORATION, Kind, NodeId, Owner, Shape};
use super::text::Line;

/// Width of the names of facts.
const LABEL_WIDTH_PT: f32 = 158.0;
const VALUE_X_PT: f32 = LEFT_PT + LABEL_WIDTH_PT + 10.0;
const VALUE_WIDTH_PT: f32 = WIDTH_PT - LABEL_WIDTH_PT - 10.0;
/// A heading stands with so much under it: the head and two rows of a table, a signature.
const AFTER_HEADING_PT: f32 = 66.0;
const HAIRLINE_PT: f32 = 0.3;
const BULLET_PT: f32 = 13.0;

/// Pictures a row and the greatest height of one.
const PICTURES_A_ROW: usize = 5;
const PICTURE_GAP_PT: f32 = 10.0;
const PICTURE_HEIGHT_PT: f32 = 104.0;

const SIGNER_WIDTH_PT: f32 = WIDTH_PT * 0.52;
const SIGNATURE_X_PT: f32 = LEFT_PT + WIDTH_PT * 0.57;
const SIGNATURE_WIDTH_PT: f32 = WIDTH_PT * 0.43;
/// From the top of a signature to the line to sign on.
const ROOM_TO_SIGN_PT: f32 = 25.0;

impl Flow<'_> {
    pub(super) fn heading(&mut self, text: &str) {
        let lines = self.faces.wrap(text, HEADING, WIDTH_PT);
        self.keep(12.0 + height_pt(&lines) + 3.0 + AFTER_HEADING_PT);
        self.space(12.0);
        self.bookmark(text.to_owned());
        self.text(None, Kind::Heading(2, text.to_owned()), LEFT_PT, lines);
        self.y_pt += 3.0;
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.space(3.0);
        let lines = self.faces.wrap(text, BODY, WIDTH_PT);
        self.text(None, Kind::Paragraph, LEFT_PT, lines);
        self.y_pt += 3.0;
    }

    pub(super) fn note(&mut self, text: &str) {
        self.space(3.0);
        let lines = self.faces.wrap(text, NOTE, WIDTH_PT);
        self.text(None, Kind::Paragraph, LEFT_PT, lines);
        self.y_pt += 2.0;
    }

    pub(super) fn list(&mut self, items: &[String]) {
        let list = self.tree.add(None, Kind::List);
        self.space(2.0);
        for item in items {
            let lines = self.faces.wrap(item, BODY, WIDTH_PT - BULLET_PT);
            self.keep(height_pt(&lines).min(self.page_height_pt() / 4.0));
            let node = self.tree.add(Some(list), Kind::ListItem);
            let label = self.tree.add(Some(node), Kind::Label);
            let top_pt = self.y_pt;
            let bullet = self.faces.shape("•", BODY);
            self.put_line(Owner::Node(label), LEFT_PT + 2.0, top_pt, bullet);
            self.text(Some(node), Kind::ListBody, LEFT_PT + BULLET_PT, lines);
            self.y_pt += 1.5;
        }
        self.y_pt += 2.0;
    }

    pub(super) fn facts(&mut self, facts: &[(String, String)]) {
        let table = self.tree.add(None, Kind::Table);
        self.space(2.0);
        for (label, value) in facts {
            let labels = self.faces.wrap(label, LABEL, LABEL_WIDTH_PT);
            let values = self.faces.wrap(value, VALUE, VALUE_WIDTH_PT);
            self.fact(table, labels, values);
        }
        self.y_pt += 4.0;
    }

    fn fact(&mut self, table: NodeId, labels: Vec<Line>, values: Vec<Line>) {
        let row_pt = height_pt(&labels).max(height_pt(&values)) + 4.0;
        self.keep(row_pt);
        let row = self.tree.add(Some(table), Kind::Row);
        let head = Owner::Node(self.tree.add(Some(row), Kind::HeadOfRow));
        let cell = Owner::Node(self.tree.add(Some(row), Kind::Cell));
        let top_pt = self.y_pt + 2.0;
        // Name and value on one baseline, though the name is smaller.
        let drop_pt = baseline_pt(VALUE) - baseline_pt(LABEL);
        self.put_lines(head, LEFT_PT, top_pt + drop_pt, labels);
        self.put_lines(cell, VALUE_X_PT, top_pt, values);
        self.y_pt += row_pt;
        self.rule(DECORATION, WIDTH_PT, HAIRLINE_PT);
    }

    pub(super) fn pictures(&mut self, pictures: &[Picture]) {
        let cell_pt = (WIDTH_PT - PICTURE_GAP_PT * (PICTURES_A_ROW - 1) as f32) / PICTURES_A_ROW as f32;
        self.space(4.0);
        for row in pictures.chunks(PICTURES_A_ROW) {
            let sizes: Vec<(f32, f32)> = row.iter().map(|picture| fitted(picture, cell_pt)).collect();
            let captions: Vec<Vec<Line>> =
                row.iter().map(|picture| self.faces.wrap(&picture.caption, SMALL, cell_pt)).collect();
            let image_pt = sizes.iter().map(|size| size.1).fold(0.0, f32::max);
            let caption_pt = captions.iter().map(|lines| height_pt(lines)).fold(0.0, f32::max);
            self.keep(image_pt + caption_pt + 12.0);
            let top_pt = self.y_pt;
            for (at, ((picture, size), caption)) in row.iter().zip(sizes).zip(captions).enumerate() {
                let x_pt = LEFT_PT + (cell_pt + PICTURE_GAP_PT) * at as f32;
                let (width_pt, height_pt) = size;
                let figure = Owner::Node(self.tree.add(None, Kind::Figure(picture.caption.clone())));
                let shape = Shape::Picture { width_pt, height_pt, picture: picture.clone() };
                self.put(figure, x_pt, top_pt + image_pt - height_pt, shape);
                let outline = Shape::Outline { width_pt, height_pt, weight_pt: HAIRLINE_PT };
                self.put(DECORATION, x_pt, top_pt + image_pt - height_pt, outline);
                let text = Owner::Node(self.tree.add(None, Kind::Paragraph));
                self.put_lines(text, x_pt, top_pt + image_pt + 2.0, caption);
            }
            self.y_pt += image_pt + caption_pt + 12.0;
        }
    }

    pub(super) fn signatures(&mut self, signers: &[SignatureLine]) {
        for signer in signers {
            let posts = self.faces.wrap(&signer.post, LABEL, SIGNER_WIDTH_PT);
            let names = self.faces.wrap(&signer.name, VALUE, SIGNER_WIDTH_PT);
            let posts_pt = height_pt(&posts);
            let marks = match &signer.signed {
                Some(mark) => {
                    let mut lines = self.faces.wrap(&mark.when, VALUE, SIGNATURE_WIDTH_PT);
                    lines.extend(self.faces.wrap(&mark.digest, SMALL, SIGNATURE_WIDTH_PT));
                    lines
                }
                None => self.faces.wrap(&signer.room, SMALL, SIGNATURE_WIDTH_PT),
            };
            let room_pt = if signer.signed.is_some() { 0.0 } else { ROOM_TO_SIGN_PT };
            let left_pt = posts_pt + height_pt(&names);
            let row_pt = left_pt.max(room_pt + height_pt(&marks)) + 12.0;
            self.keep(row_pt);
            let top_pt = self.y_pt + 4.0;
            let post = Owner::Node(self.tree.add(None, Kind::Paragraph));
            self.put_lines(post, LEFT_PT, top_pt, posts);
            let name = Owner::Node(self.tree.add(None, Kind::Paragraph));
            self.put_lines(name, LEFT_PT, top_pt + posts_pt, names);
            if room_pt > 0.0 {
                let line = Shape::Rule { width_pt: SIGNATURE_WIDTH_PT, weight_pt: 0.6 };
                self.put(DECORATION, SIGNATURE_X_PT, top_pt + room_pt, line);
            }
            let mark = Owner::Node(self.tree.add(None, Kind::Paragraph));
            self.put_lines(mark, SIGNATURE_X_PT, top_pt + room_pt, marks);
            self.y_pt += row_pt;
        }
    }
}

/// Size on paper of a picture as wide as its cell, or as high as a picture may be.
fn fitted(picture: &Picture, cell_pt: f32) -> (f32, f32) {
    let ratio = picture.height_px as f32 / picture.width_px as f32;
    let width_pt = cell_pt.min(PICTURE_HEIGHT_PT / ratio);
    (width_pt, width_pt * ratio)
}
