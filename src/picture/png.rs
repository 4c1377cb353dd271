//! From a picture to the bytes of a PNG. It takes tens of milliseconds of one processor: not a task for an async thread.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::Picture;
use super::lettering::{FAMILY, FONTS};

/// So many pixels of the PNG for a point of the picture: sharp on a phone, and not large.
const SCALE: f32 = 2.0;

/// A picture that cannot be rendered: a defect of whoever drew it.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be rendered: {0}")]
pub struct Unrenderable(String);

impl Picture {
    /// The picture as a PNG.
    ///
    /// # Errors
    /// [`Unrenderable`], which a picture of this room does not meet.
    pub fn png(&self) -> Result<Vec<u8>, Unrenderable> {
        let fault = |error: &dyn std::fmt::Display| Unrenderable(error.to_string());
        let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
        let tree = Tree::from_str(&self.svg, &options).map_err(|error| fault(&error))?;
        let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| fault(&"it is too large"))?;
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| fault(&"it is too large"))?;
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| fault(&error))
    }
}
