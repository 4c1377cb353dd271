//! The colours, one place for pictures and messages.

/// Managing: a steady blue.
pub const MANAGING: u32 = 0x2f_6f_9f;
/// Leading: a warm amber.
pub const LEADING: u32 = 0xd9_8a_29;
/// Both, or neither: Clarion's own green.
pub const CLARION: u32 = 0x3f_7f_6a;

/// A picture's own background, so that it reads alike in Discord's dark and light themes. Against it, the colours of
/// managing and leading both have the contrast of 3 to 1 that graphics need (WCAG 2.2, 1.4.11).
pub(super) const GROUND: u32 = 0x12_16_1a;
/// Every other row, to guide the eye.
pub(super) const BAND: u32 = 0x19_1e_24;
/// Where a bar could go: its steps and its middle.
pub(super) const TRACK: u32 = 0x5a_66_71;
/// What people give: Clarion's own green, light enough to stand out from its ground.
pub(super) const GIVING: u32 = SHADES[1];
/// What people gave who are gone.
pub(super) const GONE: u32 = 0x7a_87_91;
/// From few to many; each stands out from the ground, and from the next but one.
pub(super) const SHADES: [u32; 4] = [0x3f_7f_6a, 0x56_a3_88, 0x7f_cb_ad, 0xc4_f2_de];
/// Words.
pub(super) const INK: u32 = 0xf0_f3_f5;
/// Words beside the point.
pub(super) const FAINT: u32 = 0xb4_be_c6;

#[cfg(test)]
mod tests {
    use super::*;

    /// How bright a colour is (WCAG 2.2, "relative luminance").
    fn luminance(colour: u32) -> f64 {
        let part = |shift: u32| {
            let part = f64::from(colour >> shift & 0xff) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_stands_out_from_what_it_is_drawn_on() {
        for ground in [GROUND, BAND] {
            for words in [INK, FAINT] {
                assert!(contrast(words, ground) >= 7.0, "{words:06x} on {ground:06x}: {}", contrast(words, ground));
            }
            for bar in [MANAGING, LEADING, GONE].into_iter().chain(SHADES) {
                assert!(contrast(bar, ground) >= 3.0, "{bar:06x} on {ground:06x}: {}", contrast(bar, ground));
            }
        }
    }
}
