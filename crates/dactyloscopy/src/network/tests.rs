//! The network as a whole: against PyTorch, across processors, against damaged weights.

use super::architecture::{ConvolutionShape, OUTPUTS, convolutions};
use super::decode::decode;
use super::weights::{WEIGHT_MAX, crc32};
use super::wide::Generation;
use super::window::Window;
use super::{Network, NetworkOutputs, NetworkPlanes, WeightsError};
use proptest::prelude::*;
use std::sync::OnceLock;

/// What PyTorch computes (tests/fixtures/network/generate.py).
const EXPECTED: &[u8] = include_bytes!("../../tests/fixtures/network/outputs.f32");
const EXPECTED_WIDTH: usize = 61;
const EXPECTED_HEIGHT: usize = 46;

/// The generator of generate.py: -1 to 1.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }

    fn planes(&mut self, width: usize, height: usize) -> NetworkPlanes {
        let mut plane = || (0..width * height).map(|_| self.next()).collect();
        NetworkPlanes { width, height, normalised: plane(), wave: plane(), reliability: plane() }
    }
}

/// A weights file with the checksum it needs.
fn file(shapes: &[ConvolutionShape], mut number: impl FnMut(&ConvolutionShape, bool) -> f32) -> Vec<u8> {
    let mut out = b"TNET".to_vec();
    let mut put = |word: u32| out.extend_from_slice(&word.to_le_bytes());
    [1, shapes.len()].iter().for_each(|v| put(*v as u32));
    for s in shapes {
        [s.outputs, s.inputs, s.side, s.stride, s.dilation].iter().for_each(|v| put(*v as u32));
        (0..s.weights()).for_each(|_| put(number(s, false).to_bits()));
        (0..s.outputs).for_each(|_| put(number(s, true).to_bits()));
    }
    let sum = crc32(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

/// The weights of generate.py, and the generator after them.
fn random_file() -> (Vec<u8>, Noise) {
    let mut noise = Noise(1);
    let bytes = file(&convolutions(), |shape, bias| {
        let taps = shape.inputs * shape.side * shape.side;
        noise.next() * if bias { 0.125 } else { (3.0 / taps as f64).sqrt() as f32 }
    });
    (bytes, noise)
}

fn random_network() -> &'static Network {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    NETWORK.get_or_init(|| Network::read(&random_file().0).unwrap())
}

fn bits(outputs: &NetworkOutputs) -> Vec<[u32; OUTPUTS]> {
    outputs.cells.iter().map(|cell| cell.map(f32::to_bits)).collect()
}

#[test]
fn agrees_with_pytorch() {
    let (bytes, mut noise) = random_file();
    let outputs = Network::read(&bytes).unwrap().run(&noise.planes(EXPECTED_WIDTH, EXPECTED_HEIGHT));
    assert_eq!((outputs.columns, outputs.rows), (16, 12));
    let expected = EXPECTED.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b));
    let found = outputs.cells.as_flattened();
    assert_eq!(EXPECTED.len(), 4 * found.len());
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() < 1e-4, "number {i} is {a}, PyTorch says {b}");
    }
}

#[test]
fn the_built_in_network_is_whole() {
    let network = Network::built_in().unwrap();
    let outputs = network.run(&Noise(3).planes(96, 80));
    assert!(outputs.cells.as_flattened().iter().all(|v| v.is_finite()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn generations_agree(seed in any::<u64>(), width in 8_usize..150, height in 8_usize..70) {
        let planes = Noise(seed).planes(width, height);
        let window = Window::whole(width, height);
        let mut all = Generation::available().into_iter();
        let plain = all.next().map(|g| bits(&random_network().run_on(g, &planes, &window)));
        for generation in all {
            let wide = bits(&random_network().run_on(generation, &planes, &window));
            prop_assert!(Some(wide) == plain, "{generation:?} gives other bits");
        }
    }
}

/// Pixels from the edge of what is seen beyond which it cannot tell: the reach of all convolutions, filled up.
const REACH_PX: usize = 128;

#[test]
fn a_shifted_image_gives_shifted_outputs() {
    let (width, height) = (2 * REACH_PX + 104, 2 * REACH_PX + 64);
    let planes = Noise(5).planes(width, height);
    let shift = |plane: &[f32]| -> Vec<f32> {
        let at = |y: usize, x: usize| if y < 8 || x < 8 { 0.0 } else { plane[(y - 8) * width + x - 8] };
        (0..height).flat_map(|y| (0..width).map(move |x| at(y, x))).collect()
    };
    let shifted = NetworkPlanes {
        width,
        height,
        normalised: shift(&planes.normalised),
        wave: shift(&planes.wave),
        reliability: shift(&planes.reliability),
    };
    let (still, moved) = (random_network().run(&planes), random_network().run(&shifted));
    let margin = REACH_PX / 4;
    for row in margin..still.rows - margin - 2 {
        for column in margin..still.columns - margin - 2 {
            let (a, b) = (row * still.columns + column, (row + 2) * still.columns + column + 2);
            assert_eq!(still.cells[a], moved.cells[b], "cell {column}, {row}");
        }
    }
    let found = |outputs, by_px: f32| {
        let inner = |v: f32, side: usize| {
            (REACH_PX as f32 + 16.0..(side - REACH_PX) as f32 - 16.0).contains(&(v - by_px))
        };
        let mut found = decode(outputs, |x, y| inner(x, width) && inner(y, height));
        found.sort_by(|a, b| (a.y_px, a.x_px).partial_cmp(&(b.y_px, b.x_px)).unwrap());
        found
    };
    let (a, b) = (found(&still, 0.0), found(&moved, 8.0));
    assert!(a.len() > 3, "{} minutiae are too few to tell", a.len());
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(&b) {
        assert!((b.x_px - a.x_px - 8.0).abs() < 1e-3 && (b.y_px - a.y_px - 8.0).abs() < 1e-3);
        assert_eq!((a.direction_rad, a.kind, a.quality), (b.direction_rad, b.kind, b.quality));
    }
}

#[test]
fn a_window_sees_the_same_away_from_its_edge() {
    let (width, height) = (2 * REACH_PX + 88, 2 * REACH_PX + 72);
    let planes = Noise(7).planes(width, height);
    let window = Window { top_px: 16, left_px: 8, rows_px: 2 * REACH_PX + 48, columns_px: 2 * REACH_PX + 64 };
    let whole = random_network().run(&planes);
    let part = random_network().run_on(Generation::best(), &planes, &window);
    assert_eq!((part.first_column, part.first_row), (2, 4));
    let margin = REACH_PX / 4;
    for row in margin..part.rows - margin {
        for column in margin..part.columns - margin {
            let of_whole = (row + part.first_row) * whole.columns + column + part.first_column;
            assert_eq!(part.cells[row * part.columns + column], whole.cells[of_whole]);
        }
    }
}

#[test]
fn planes_of_the_wrong_length_are_read_as_zeros() {
    let empty =
        NetworkPlanes { width: 64, height: 64, normalised: vec![], wave: vec![], reliability: vec![] };
    let zeros = vec![0.0; 64 * 64];
    let full =
        NetworkPlanes { normalised: zeros.clone(), wave: zeros.clone(), reliability: zeros, ..empty.clone() };
    assert_eq!(random_network().run(&empty), random_network().run(&full));
}

#[test]
fn damaged_weights_are_refused_by_name() {
    let (good, _) = random_file();
    let cuts = (4..600).chain((600..good.len()).step_by(7919)).chain(good.len() - 9..good.len());
    for cut in cuts {
        let expected = WeightsError::Length { expected: good.len(), found: cut };
        assert_eq!(Network::read(&good[..cut]), Err(expected), "cut to {cut} bytes");
    }
    (0..4).for_each(|cut| assert_eq!(Network::read(&good[..cut]), Err(WeightsError::Magic)));
    let longer = [good.as_slice(), &[0]].concat();
    assert!(matches!(Network::read(&longer), Err(WeightsError::Length { .. })));
    for place in (0..good.len()).step_by(31_337).chain([4, 8, 12, 31]) {
        let mut changed = good.clone();
        changed[place] ^= 0x10;
        let error = Network::read(&changed).unwrap_err();
        let fits = match place {
            0..4 => error == WeightsError::Magic,
            4..8 => matches!(error, WeightsError::Version(17)),
            8..12 => matches!(error, WeightsError::Count { .. }),
            12..32 => matches!(error, WeightsError::Shape { index: 0, .. }),
            _ => matches!(error, WeightsError::Checksum { .. }),
        };
        assert!(fits, "byte {place}: {error}");
    }
}

#[test]
fn foreign_and_exploded_weights_are_refused_by_name() {
    let mut shapes = convolutions();
    shapes.pop();
    let short = file(&shapes, |_, _| 0.0);
    assert_eq!(
        Network::read(&short),
        Err(WeightsError::Count { expected: shapes.len() + 1, found: shapes.len() })
    );
    let mut shapes = convolutions();
    shapes[3].dilation = 2;
    assert!(matches!(Network::read(&file(&shapes, |_, _| 0.0)), Err(WeightsError::Shape { index: 3, .. })));
    for bad in [f32::NAN, f32::INFINITY, -2.0 * WEIGHT_MAX] {
        let bytes =
            file(&convolutions(), |shape, bias| if bias && shape.outputs == OUTPUTS { bad } else { 0.0 });
        assert_eq!(Network::read(&bytes), Err(WeightsError::Weight { index: convolutions().len() - 1 }));
    }
}
