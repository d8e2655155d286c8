//! The tray's picture, drawn here: quiet, with a count, or link lost. Shape and sign differ, not
//! only the colour.

/// Width and height in pixels.
pub(crate) const SIZE: u16 = 32;

/// What the picture says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Picture {
    /// Linked, nothing unanswered.
    Quiet,
    /// Unanswered alerts; ten and more are "9+" in the words beside it.
    Count(usize),
    /// Link lost.
    Lost,
}

type Colour = [u8; 3];
const ACCENT: Colour = [0x24, 0x50, 0xC5];
const CRITICAL: Colour = [0xC4, 0x12, 0x2F];
const WHITE: Colour = [0xFF, 0xFF, 0xFF];

/// The pixels, row by row, four bytes each (red, green, blue, alpha).
pub(crate) fn draw(picture: Picture) -> Vec<u8> {
    let mut canvas = Canvas {
        pixels: vec![0; usize::from(SIZE) * usize::from(SIZE) * 4],
    };
    match picture {
        Picture::Quiet => {
            canvas.fill(ACCENT, rounded);
            canvas.fill(WHITE, pulse);
        }
        Picture::Count(count) => {
            canvas.fill(CRITICAL, octagon);
            canvas.glyph(DIGITS[count.min(9)], WHITE);
        }
        Picture::Lost => {
            canvas.fill(CRITICAL, rounded);
            canvas.glyph(EXCLAMATION, WHITE);
        }
    }
    canvas.pixels
}

struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    fn set(&mut self, x: i32, y: i32, [red, green, blue]: Colour) {
        let size = i32::from(SIZE);
        if let Ok(at) = usize::try_from((y * size + x) * 4)
            && (0..size).contains(&x)
            && let Some(pixel) = self.pixels.get_mut(at..at + 4)
        {
            pixel.copy_from_slice(&[red, green, blue, 0xFF]);
        }
    }

    fn fill(&mut self, colour: Colour, inside: impl Fn(i32, i32) -> bool) {
        for y in 0..i32::from(SIZE) {
            for x in 0..i32::from(SIZE) {
                if inside(x, y) {
                    self.set(x, y, colour);
                }
            }
        }
    }

    /// A glyph of 5 by 7 points, each 3 pixels wide, in the middle.
    fn glyph(&mut self, rows: [u8; 7], colour: Colour) {
        for (y, row) in (0..).zip(rows) {
            for x in 0..5 {
                if row & (0b1_0000 >> x) != 0 {
                    for (dx, dy) in (0..9).map(|n| (n % 3, n / 3)) {
                        self.set(9 + x * 3 + dx, 6 + y * 3 + dy, colour);
                    }
                }
            }
        }
    }
}

/// A square with rounded corners, 1 pixel from the edge.
fn rounded(x: i32, y: i32) -> bool {
    let (low, high, radius) = (1, 30, 7);
    let dx = (low + radius - x).max(x - (high - radius)).max(0);
    let dy = (low + radius - y).max(y - (high - radius)).max(0);
    dx * dx + dy * dy <= radius * radius
}

/// The shape of a critical alert.
fn octagon(x: i32, y: i32) -> bool {
    let corner = |a: i32, b: i32| a + b >= 9;
    corner(x, y) && corner(31 - x, y) && corner(x, 31 - y) && corner(31 - x, 31 - y)
}

/// The heartbeat of the program's icon, as a line 3 pixels thick.
fn pulse(x: i32, y: i32) -> bool {
    const POINTS: [(i32, i32); 6] = [(5, 16), (11, 16), (14, 8), (18, 23), (21, 16), (27, 16)];
    POINTS.windows(2).any(|line| near(x, y, line[0], line[1]))
}

fn near(x: i32, y: i32, (ax, ay): (i32, i32), (bx, by): (i32, i32)) -> bool {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = ((x - ax) * dx + (y - ay) * dy).clamp(0, length);
    // Distance from the nearest point of the line, all multiplied by its squared length.
    let (nx, ny) = (
        (x - ax) * length - along * dx,
        (y - ay) * length - along * dy,
    );
    let squared = i64::from(nx) * i64::from(nx) + i64::from(ny) * i64::from(ny);
    squared * 4 <= 9 * i64::from(length) * i64::from(length)
}

const EXCLAMATION: [u8; 7] = [
    0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00000, 0b00100,
];
const DIGITS: [[u8; 7]; 10] = [
    [
        0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110,
    ],
    [
        0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111,
    ],
    [
        0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110,
    ],
    [
        0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010,
    ],
    [
        0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110,
    ],
    [
        0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pixels: &[u8], x: usize, y: usize) -> &[u8] {
        let from = (y * usize::from(SIZE) + x) * 4;
        &pixels[from..from + 4]
    }

    #[test]
    fn the_pictures_differ_in_shape_and_not_only_in_colour() {
        let pictures = [
            Picture::Quiet,
            Picture::Count(1),
            Picture::Count(2),
            Picture::Lost,
        ]
        .map(draw);
        let light = |pixels: &[u8]| -> Vec<bool> {
            pixels
                .chunks(4)
                .map(|p| p == [255, 255, 255, 255])
                .collect()
        };
        for (i, one) in pictures.iter().enumerate() {
            assert_eq!(one.len(), 32 * 32 * 4);
            for other in &pictures[i + 1..] {
                assert_ne!(light(one), light(other));
            }
        }
    }

    #[test]
    fn corners_are_clear_and_the_middle_is_filled() {
        for picture in [Picture::Quiet, Picture::Count(3), Picture::Lost] {
            let pixels = draw(picture);
            for (x, y) in [(0, 0), (31, 0), (0, 31), (31, 31)] {
                assert_eq!(at(&pixels, x, y)[3], 0, "{picture:?}");
            }
            assert_eq!(at(&pixels, 16, 2)[3], 255, "{picture:?}");
        }
        assert_eq!(draw(Picture::Count(42)), draw(Picture::Count(9)));
    }
}
