//! Pages of placed things, and the tree that says what each thing is.

use krilla::tagging::ArtifactType;

use super::block::Picture;
use super::text::Line;

/// What a node of the structure tree is; leaves hold what is drawn.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Heading(u16, String),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    TableHead,
    TableBody,
    Row,
    HeadOfColumn,
    HeadOfRow,
    Cell,
    /// With its alternative text.
    Figure(String),
}

/// A node of the structure tree by its place in [`Tree::nodes`].
pub(crate) type NodeId = usize;

#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<NodeId>,
}

impl Tree {
    /// Adds a node after the children its parent has.
    pub(crate) fn add(&mut self, parent: Option<NodeId>, kind: Kind) -> NodeId {
        self.nodes.push(Node { kind, parent });
        self.nodes.len() - 1
    }
}

/// Whether a thing is content of a node or belongs to the page only.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    Node(NodeId),
    Page(ArtifactType),
}

/// The decoration of content: rules, boxes.
pub(crate) const DECORATION: Owner = Owner::Page(ArtifactType::Layout);

/// One thing on a page; coordinates in points from the upper left corner.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) owner: Owner,
    pub(crate) x_pt: f32,
    pub(crate) y_pt: f32,
    pub(crate) shape: Shape,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A line of text; `y` is its baseline.
    Text(Line),
    /// A horizontal rule.
    Rule {
        width_pt: f32,
        weight_pt: f32,
    },
    /// The outline of a box.
    Outline {
        width_pt: f32,
        height_pt: f32,
        weight_pt: f32,
    },
    /// A box filled with a light tone.
    Tone {
        width_pt: f32,
        height_pt: f32,
    },
    /// A QR code: `modules` a side, row by row, true is dark.
    Modules {
        side_pt: f32,
        modules: usize,
        dark: Vec<bool>,
    },
    Picture {
        width_pt: f32,
        height_pt: f32,
        picture: Picture,
    },
    /// The mark of the register.
    Mark {
        side_pt: f32,
    },
}

/// One page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) items: Vec<Item>,
}

/// A heading of the outline: text, page, place.
#[derive(Debug)]
pub(crate) struct Bookmark {
    pub(crate) text: String,
    pub(crate) page: usize,
    pub(crate) y_pt: f32,
}
