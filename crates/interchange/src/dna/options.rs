//! What a file cannot say itself.

/// How a file is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whose alleles the profiles show.
    pub contents: Contents,
    /// What one allele alone means.
    pub one_allele: OneAllele,
    /// Columns of a text file that are neither loci nor known otherwise, and may be left out.
    pub ignored_columns: Vec<String>,
}

/// Whose alleles the profiles of a file show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Contents {
    /// As the category or the column `kind` says. Where they do not say: a mixture when a locus shows more than three
    /// alleles or two loci show three; one locus of three may be one person's (Clayton et al. 2004, J Forensic Sci 49:1207).
    #[default]
    Told,
    /// One person each.
    Single,
    /// Several people each.
    Mixture,
}

/// What one allele alone at a locus of one person means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OneAllele {
    /// A homozygote, or the other allele dropped out: "11,F".
    #[default]
    Unknown,
    /// The laboratory writes a confirmed homozygote with one allele: "11,11".
    Homozygote,
    /// Neither: the row is refused, and the laboratory says which.
    Refuse,
}
