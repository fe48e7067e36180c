//! Every constant of the engine, with where it comes from. Lengths are 500-ppi pixels.
//!
//! "measured" means: chosen by the runs in docs/benchmarks.md, section "Fingerprint engine, first floor".

use std::f32::consts::PI;

// --- Image -----------------------------------------------------------------------------------------

/// Least side of an image: about 3 mm of finger, fewer than seven ridges.
pub(crate) const SIDE_MIN_PX: u32 = 64;
/// Most pixels at 500 ppi: two inches square, more than any single finger.
pub(crate) const WORKING_PIXELS_MAX: u64 = 4_000_000;
/// Side of a block of every map: below one ridge period, so that flow is nearly constant inside.
pub(crate) const BLOCK_PX: usize = 8;

// --- Normalisation ---------------------------------------------------------------------------------

/// Half window of local mean and deviation: about three ridges (Hong, Wan and Jain 1998 normalise globally;
/// local windows follow the notes, sigma 24 px at most).
pub(crate) const NORMALISE_RADIUS_PX: usize = 12;
/// Grey levels added to the local deviation, so that flat background is not blown up to ridges.
pub(crate) const NORMALISE_NOISE_GREY: f32 = 5.0;
/// Normalised values are cut here, in deviations.
pub(crate) const NORMALISE_LIMIT: f32 = 2.5;

// --- Segmentation ----------------------------------------------------------------------------------

/// Smoothing of the gradient magnitude over blocks.
pub(crate) const SEGMENT_SIGMA_BLOCKS: f32 = 1.2;
/// Foreground needs this share of the 95th percentile of the smoothed magnitude (the GMFS method of
/// Cappelli, "Fingerprint segmentation by gradient magnitude", uses about 0.2; measured).
pub(crate) const SEGMENT_SHARE: f32 = 0.24;
/// ... and at least this gradient, grey levels a pixel.
pub(crate) const SEGMENT_GRADIENT_MIN: f32 = 1.5;
/// Components smaller than this share of the largest are dropped.
pub(crate) const SEGMENT_COMPONENT_SHARE: f32 = 0.2;

/// Smoothing of the ridge map of a mark, blocks: about three ridges.
pub(crate) const MARK_SIGMA_BLOCKS: f32 = 3.0;
/// Blocks of a mark count where reliability times coherence is over this (0.05 to 0.24 tried on three marks and on
/// what is no finger: `tests/marks.rs`).
pub(crate) const MARK_RIDGES_MIN: f32 = 0.15;

// --- Orientation -----------------------------------------------------------------------------------

/// Fine smoothing of the structure tensor of the image, blocks.
pub(crate) const ORIENTATION_FIRST_BLOCKS: f32 = 0.8;
/// Fine smoothing of the structure tensor of the enhanced image, blocks.
pub(crate) const ORIENTATION_SECOND_BLOCKS: f32 = 0.8;
/// Coarse smoothing that fills where the fine one is incoherent, blocks.
pub(crate) const ORIENTATION_COARSE_BLOCKS: f32 = 3.0;
/// Coherence at which fine and coarse weigh the same.
pub(crate) const ORIENTATION_TRUST_COHERENCE: f32 = 0.35;

// --- Period ----------------------------------------------------------------------------------------

/// Shortest and longest ridge period: 9 px is the adult mean at 500 ppi (Maltoni et al., Handbook, 3.3).
pub(crate) const PERIOD_MIN_PX: f32 = 5.0;
/// See [`PERIOD_MIN_PX`].
pub(crate) const PERIOD_MAX_PX: f32 = 15.0;
/// Assumed where nothing is known.
pub(crate) const PERIOD_DEFAULT_PX: f32 = 9.0;
/// Half length of the x-signature across the ridges.
pub(crate) const SIGNATURE_HALF_LENGTH_PX: i32 = 24;
/// Half width of the x-signature along the ridges.
pub(crate) const SIGNATURE_HALF_WIDTH_PX: i32 = 7;
/// Frequencies tried between the two periods.
pub(crate) const SIGNATURE_FREQUENCIES: usize = 24;
/// Blocks between two signatures.
pub(crate) const SIGNATURE_STRIDE_BLOCKS: usize = 2;
/// Smoothing of the period, blocks.
pub(crate) const PERIOD_SIGMA_BLOCKS: f32 = 3.0;

// --- Enhancement -----------------------------------------------------------------------------------

/// Deviation of the isotropic Gabor window as a share of the period (Hong, Wan and Jain use 4 px at 9).
pub(crate) const GABOR_SIGMA_PERIODS: f32 = 0.45;
/// The same in the last enhancement, where the print is clear: narrow, so that near minutiae stay apart.
pub(crate) const GABOR_SIGMA_CLEAR_PERIODS: f32 = 0.41;
/// Reliability up to which the last enhancement keeps [`GABOR_SIGMA_PERIODS`], and from which it is the narrow one.
pub(crate) const GABOR_CLEAR_RELIABILITY: (f32, f32) = (0.2, 0.5);
/// Half side of the Gabor window.
pub(crate) const GABOR_RADIUS_PX: usize = 10;

// --- Detection and false structures ----------------------------------------------------------------

/// Two opposite singularities closer than this share of the period are noise (broken or bridged ridge).
pub(crate) const DIPOLE_PERIODS: f32 = 0.8;
/// Minutiae nearer than this to the background are cut ridges.
pub(crate) const BORDER_PX: f32 = 12.0;
/// Minutiae nearer than this to the image edge are cut ridges.
pub(crate) const EDGE_PX: f32 = 8.0;
/// Least reliability around a minutia, 0 to 1.
pub(crate) const RELIABILITY_MIN: f32 = 0.1;
/// Window of the wider enhancement in which a true minutia should still be there (measured).
pub(crate) const PERSISTENCE_SIGMA_PERIODS: f32 = 0.6;
/// How far it may have moved there, periods.
pub(crate) const PERSISTENCE_PERIODS: f32 = 0.8;
/// Least cosine of the turn of its direction there.
pub(crate) const PERSISTENCE_COSINE: f32 = 0.8;
/// What is left of the quality of a minutia that is not there.
pub(crate) const PERSISTENCE_LOST_SHARE: f32 = 0.5;
/// Smoothing of the reliability, blocks.
pub(crate) const RELIABILITY_SIGMA_BLOCKS: f32 = 1.0;
/// Most minutiae kept, best first.
pub(crate) const MINUTIAE_KEPT: usize = 100;

// --- Learned detector ------------------------------------------------------------------------------

/// What the network sees around the finger: beyond it lie zeros.
pub(crate) const NETWORK_MARGIN_PX: usize = 64;
/// Least heat (0 to 1) of a minutia ...
pub(crate) const NETWORK_HEAT_MIN: f32 = 0.2;
/// ... unless fewer than this are found: then the best down to [`NETWORK_HEAT_FLOOR`] are taken.
pub(crate) const NETWORK_KEPT_MIN: usize = 12;
/// See [`NETWORK_KEPT_MIN`].
pub(crate) const NETWORK_HEAT_FLOOR: f32 = 0.1;
/// Farthest a minutia lies from the middle of its cell, cells (training lets neighbours speak for it).
pub(crate) const NETWORK_OFFSET_MAX: f32 = 1.5;
/// Two minutiae nearer than this are one.
pub(crate) const NETWORK_SAME_PX: f32 = 6.0;
/// Two minutiae nearer than this are one when their directions agree.
pub(crate) const NETWORK_SAME_ALIGNED_PX: f32 = 10.0;
/// Cosine of 30 degrees: directions nearer than that agree.
pub(crate) const NETWORK_SAME_COSINE: f32 = 0.866_025_4;

// --- Cylinders (Cappelli, Ferrara and Maltoni 2010, "Minutia Cylinder-Code") -------------------------

/// Radius of a cylinder.
pub(crate) const CYLINDER_RADIUS_PX: f32 = 70.0;
/// Cells a side of the base. 8 x 8 x 6 bits lost nothing against 16 x 16 x 5 (notes, section 2).
pub(crate) const CYLINDER_SIDE: usize = 8;
/// Sections of direction.
pub(crate) const CYLINDER_SECTIONS: usize = 6;
/// Spatial deviation.
pub(crate) const SPATIAL_SIGMA_PX: f32 = 28.0 / 3.0;
/// Directional deviation.
pub(crate) const DIRECTION_SIGMA_RAD: f32 = 2.0 * PI / 9.0;
/// Contribution from which a bit is set (notes, section 7, item 11).
pub(crate) const BIT_THRESHOLD: f32 = 0.005;
/// Cells farther than this outside the convex hull are unknown.
pub(crate) const HULL_MARGIN_PX: f32 = 50.0;
/// Least share of known cells of a usable cylinder.
pub(crate) const CYLINDER_VALID_SHARE: f32 = 0.6;
/// Least neighbours that write into a usable cylinder.
pub(crate) const CYLINDER_NEIGHBOURS_MIN: usize = 2;
/// Least cells known in both cylinders of a pair: half of the base.
pub(crate) const PAIR_VALID_CELLS: i32 = 26;

// --- Pairing and relaxation (same paper, LGS with distortion-tolerant relaxation) -------------------

/// Least and most pairs of the final mean, and the sigmoid between them over the smaller template.
pub(crate) const PAIRS_MIN: f32 = 6.0;
/// See [`PAIRS_MIN`].
pub(crate) const PAIRS_MAX: f32 = 12.0;
/// See [`PAIRS_MIN`].
pub(crate) const PAIRS_MU: f32 = 20.0;
/// See [`PAIRS_MIN`].
pub(crate) const PAIRS_TAU: f32 = 0.4;
/// Most pairs that enter relaxation.
pub(crate) const RELAXED_MAX: usize = 64;
/// Weight of a pair's own value against its supporters' in each round.
pub(crate) const RELAXATION_WEIGHT: f32 = 0.5;
/// Rounds of relaxation.
pub(crate) const RELAXATION_ROUNDS: usize = 5;
/// Difference of distances: centre and slope of the sigmoid.
pub(crate) const DISTANCE_MU_PX: f32 = 10.0;
/// See [`DISTANCE_MU_PX`].
pub(crate) const DISTANCE_TAU: f32 = -1.6;
/// Difference of directions and of radial angles: centre and slope.
pub(crate) const ANGLE_MU_RAD: f32 = PI / 6.0;
/// See [`ANGLE_MU_RAD`].
pub(crate) const ANGLE_TAU: f32 = -30.0;

/// Mean relaxed value below which two prints are not laid over each other: 65 to 68 % of the impostor pairs
/// of the four FVC folders, UPEK with UareU and a synthetic folder end here, and 7 of 2,942 genuine pairs,
/// which scored below 0.46 before (measured).
pub(crate) const LOCAL_HOPELESS: f32 = 0.025;
/// What the geometric stage is taken to say about such a pair: less than about any pair that passes it.
pub(crate) const HOPELESS_AGREEMENT: f32 = 0.3;

// --- Geometric stage ----------------------------------------------------------------------------------

/// Weight of a minutia whose quality is not told (0, as in ISO/IEC 19794-2).
pub(crate) const WEIGHT_UNKNOWN: f32 = 0.5;
/// Best relaxed pairs from which an alignment is grown.
pub(crate) const ALIGNMENT_SEEDS: usize = 3;
/// Compatibility from which another pair joins the seed.
pub(crate) const ALIGNMENT_SUPPORT: f32 = 0.15;
/// Rounds of laying over, pairing and fitting again.
pub(crate) const ALIGNMENT_ROUNDS: usize = 3;
/// Reach of a matched minutia's residual over the skin around it.
pub(crate) const DEFORMATION_SIGMA_PX: f32 = 40.0;
/// Weight of "no deformation" in matches.
pub(crate) const DEFORMATION_PRIOR: f32 = 1.0;
/// Farthest apart that two minutiae lie together.
pub(crate) const AGREE_DISTANCE_PX: f32 = 16.0;
/// Widest angle between their directions.
pub(crate) const AGREE_ANGLE_RAD: f32 = PI / 4.5;
/// Pixels that count as much as a radian when the nearest is sought.
pub(crate) const AGREE_PX_PER_RAD: f32 = 15.0;
/// Evidence that gives a score of one half (measured: near the match threshold).
pub(crate) const SCORE_HALF: f32 = 0.02;

// --- Quality and what is no finger (measured on the 712 images of docs/benchmarks.md) ----------------

/// Clear ridge area at which the amount counts 63 %.
pub(crate) const QUALITY_CLEAR_MM2: f32 = 40.0;
/// Coherence that counts nothing and fully.
pub(crate) const QUALITY_COHERENCE: (f32, f32) = (0.86, 0.97);
/// Periodicity that counts nothing and fully.
pub(crate) const QUALITY_PERIODICITY: (f32, f32) = (0.26, 0.44);
/// Mean gradient below which contrast is low, grey levels a pixel (2 % of the images).
pub(crate) const LOW_CONTRAST_GRADIENT: f32 = 9.0;
/// Coherence below which a print is smeared (1 %).
pub(crate) const SMEARED_COHERENCE: f32 = 0.90;
/// Reliability below which a print is smeared (3 %).
pub(crate) const SMEARED_RELIABILITY: f32 = 0.25;
/// Skewness over which a finger is dry (confusion table of synthetic prints: `crates/synthetic/tests/causes.rs`) ...
pub(crate) const DRY_SKEWNESS: f32 = 0.7;
/// ... and below which it is wet.
pub(crate) const WET_SKEWNESS: f32 = -0.45;
/// Area below which too little of the finger is there (2 % have less).
pub(crate) const PARTIAL_AREA_MM2: f32 = 110.0;
/// Share of the rim cut on one side more than on the other (or at the tip) that makes a print off-centre.
pub(crate) const OFF_CENTRE_CUT_SHARE: f32 = 0.18;
/// Least area of anything that may be a finger.
pub(crate) const FINGER_AREA_MIN_MM2: f32 = 12.0;
/// Least coherence: fingers 0.84 and more, noise 0.71 and less.
pub(crate) const FINGER_COHERENCE_MIN: f32 = 0.78;
/// Least periodicity: fingers 0.26 and more, photographs 0.18 and less.
pub(crate) const FINGER_PERIODICITY_MIN: f32 = 0.22;
/// Least reliability: fingers 0.14 and more, text 0.02.
pub(crate) const FINGER_RELIABILITY_MIN: f32 = 0.10;
/// Fewer minutiae identify nobody.
pub(crate) const MINUTIAE_MIN: usize = 3;
/// Fewer minutiae on this much clear ridge area are no friction ridges but drawn lines, as concentric circles are
/// (none of the 712 images of docs/benchmarks.md has so few).
pub(crate) const FINGER_MINUTIAE_PER_MM2: f32 = 0.025;
/// Least confidence of the minutiae counted for it: drawn stripes and circles get some of 15 and less besides.
pub(crate) const SEEN_CONFIDENCE: u8 = 20;
/// Best minutiae whose mean confidence says how sure the network is.
pub(crate) const CONFIDENCE_BEST: usize = 12;
/// Mean confidence of the best from which coherence, periodicity and reliability of the whole foreground no longer count: white,
/// blurred and band-passed noise, text, handwriting and bars reach 36 of 100; of prints under noise that the three limits
/// refused half have more, up to 74, and match (docs/benchmarks.md, "Degraded images").
pub(crate) const SURE_CONFIDENCE: f32 = 45.0;
/// As many minutiae as this, while the best [`CONFIDENCE_BEST`] are hardly sure, is print text: their mean
/// confidence is 50 to 58 of 100 on three such images (none of the 712 images of fingers is refused by this).
pub(crate) const TEXT_MINUTIAE_MIN: usize = 60;
/// See [`TEXT_MINUTIAE_MIN`].
pub(crate) const TEXT_CONFIDENCE: f32 = 65.0;
