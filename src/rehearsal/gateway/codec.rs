//! How one payload becomes one websocket message: plain JSON text, payload zlib, zlib-stream or zstd-stream.
//!
//! The two stream forms keep one compression context for the whole connection and flush it after every payload, which
//! is what a client's decoder relies on. Source: Discord's "Gateway", section "Encoding and Compression".

use std::io::{self, Write};

use axum::extract::ws::Message;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::Value;

/// Payloads of at least this many bytes are compressed for a client that identified with `compress: true`. Discord
/// leaves its own threshold undocumented; a low one makes clients meet both forms on every login.
pub(crate) const PAYLOAD_ZLIB_FROM: usize = 1024;

/// The `compress` of the connection's query string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// None: text frames, or payload zlib where the client asks for it as it identifies.
    Plain,
    /// `zlib-stream`: one zlib stream, a sync flush after each payload.
    ZlibStream,
    /// `zstd-stream`: one zstd frame, a block flush after each payload.
    ZstdStream,
}

impl Transport {
    /// Reads the query's `compress`; `None` where Discord knows no such transport.
    pub(crate) fn from_query(compress: Option<&str>) -> Option<Self> {
        match compress {
            None => Some(Self::Plain),
            Some("zlib-stream") => Some(Self::ZlibStream),
            Some("zstd-stream") => Some(Self::ZstdStream),
            Some(_) => None,
        }
    }
}

/// Encodes what one connection sends, in order.
pub(crate) enum Encoder {
    /// Text frames, with large payloads as zlib once `payload_zlib` is set.
    Plain {
        /// Whether the client identified with `compress: true`.
        payload_zlib: bool,
    },
    /// The connection's zlib context.
    Zlib(ZlibEncoder<Vec<u8>>),
    /// The connection's zstd context.
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    /// An encoder for a new connection.
    ///
    /// # Errors
    /// Where zstd cannot make a context (memory).
    pub(crate) fn new(transport: Transport) -> io::Result<Self> {
        Ok(match transport {
            Transport::Plain => Self::Plain { payload_zlib: false },
            Transport::ZlibStream => Self::Zlib(ZlibEncoder::new(Vec::new(), Compression::default())),
            Transport::ZstdStream => Self::Zstd(zstd::stream::write::Encoder::new(Vec::new(), 0)?),
        })
    }

    /// Switches payload compression on. A transport compression already in use wins, as on Discord.
    pub(crate) fn compress_payloads(&mut self) {
        if let Self::Plain { payload_zlib } = self {
            *payload_zlib = true;
        }
    }

    /// The websocket message for `payload`.
    ///
    /// # Errors
    /// Where the compressor fails, which an in-memory buffer gives no cause for.
    pub(crate) fn encode(&mut self, payload: &Value) -> io::Result<Message> {
        let text = payload.to_string();
        Ok(match self {
            Self::Plain { payload_zlib: true } if text.len() >= PAYLOAD_ZLIB_FROM => {
                let mut whole = ZlibEncoder::new(Vec::new(), Compression::default());
                whole.write_all(text.as_bytes())?;
                Message::Binary(whole.finish()?.into())
            }
            Self::Plain { .. } => Message::Text(text.into()),
            Self::Zlib(stream) => {
                stream.write_all(text.as_bytes())?;
                stream.flush()?;
                Message::Binary(std::mem::take(stream.get_mut()).into())
            }
            Self::Zstd(stream) => {
                stream.write_all(text.as_bytes())?;
                stream.flush()?;
                Message::Binary(std::mem::take(stream.get_mut()).into())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read;

    use flate2::{Decompress, FlushDecompress};
    use serde_json::json;

    use super::*;

    fn bytes(message: Message) -> Vec<u8> {
        match message {
            Message::Binary(bytes) => bytes.to_vec(),
            other => panic!("not binary: {other:?}"),
        }
    }

    #[test]
    fn payload_zlib_takes_over_at_the_threshold_and_not_before() {
        let mut encoder = Encoder::new(Transport::Plain).unwrap();
        encoder.compress_payloads();
        let fill = |length: usize| Value::String("x".repeat(length - 2));
        assert!(matches!(encoder.encode(&fill(PAYLOAD_ZLIB_FROM - 1)).unwrap(), Message::Text(_)));
        let packed = bytes(encoder.encode(&fill(PAYLOAD_ZLIB_FROM)).unwrap());
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), PAYLOAD_ZLIB_FROM);
    }

    #[test]
    fn a_zlib_stream_keeps_one_context_and_ends_each_payload_with_the_flush_mark() {
        let mut encoder = Encoder::new(Transport::ZlibStream).unwrap();
        encoder.compress_payloads();
        let mut inflate = Decompress::new(true);
        for number in 0..3 {
            let payload = json!({"op": 0, "s": number, "d": "the same words again and again"});
            let packed = bytes(encoder.encode(&payload).unwrap());
            assert_eq!(packed[packed.len() - 4..], [0, 0, 0xff, 0xff]);
            let mut text = Vec::with_capacity(4096);
            inflate.decompress_vec(&packed, &mut text, FlushDecompress::Sync).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), payload);
        }
    }

    #[test]
    fn a_zstd_stream_is_readable_payload_by_payload() {
        let mut encoder = Encoder::new(Transport::ZstdStream).unwrap();
        let mut inflate = zstd::stream::write::Decoder::new(Vec::new()).unwrap();
        for number in 0..3 {
            let payload = json!({"op": 0, "s": number, "d": "the same words again and again"});
            inflate.write_all(&bytes(encoder.encode(&payload).unwrap())).unwrap();
            inflate.flush().unwrap();
            let text = std::mem::take(inflate.get_mut());
            assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), payload);
        }
    }

    #[test]
    fn an_unknown_transport_is_none() {
        assert_eq!(Transport::from_query(Some("brotli")), None);
        assert_eq!(Transport::from_query(Some("zstd-stream")), Some(Transport::ZstdStream));
    }
}
