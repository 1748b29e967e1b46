/// The door to libjpeg, libpng and libwebp: compressed bytes in memory to 8-bit RGB rows and back.
///
/// Every decoder comes as a pair. `…_read_header` parses only what stands before the pixels, so
/// that the caller can refuse or allocate; `…_decode` fills the caller's buffer. No function
/// prints, no `longjmp` leaves this target, nothing is read outside `bytes[0 ..< length]`, and no
/// pointer given to a function is kept after it returns.
#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a call ended.
typedef enum {
  IMAGE_CODEC_OK = 0,
  /// The bytes end before the picture does.
  IMAGE_CODEC_TRUNCATED = 1,
  /// The bytes contradict the format.
  IMAGE_CODEC_CORRUPT = 2,
  /// A valid file of a kind that the library behind the codec does not decode.
  IMAGE_CODEC_UNSUPPORTED = 3,
  /// A limit was reached: the library's own dimensions, the scans, or the memory.
  IMAGE_CODEC_TOO_LARGE = 4,
  IMAGE_CODEC_OUT_OF_MEMORY = 5,
} image_codec_status;

enum { IMAGE_CODEC_MESSAGE_LENGTH = 200 };

/// What a file says of its picture before any pixel is decoded.
typedef struct {
  image_codec_status status;
  /// Pixels as stored, before any orientation is applied.
  uint32_t width;
  uint32_t height;
  /// Bytes that the decoder itself allocates beside the caller's buffer at full scale (coefficients
  /// of a progressive JPEG, the canvas of an interlaced PNG); small constant buffers are left out.
  uint64_t working_memory;
  /// The library's own words where `status` is not OK; NUL-terminated.
  char message[IMAGE_CODEC_MESSAGE_LENGTH];
} image_codec_header;

/// How decoding went.
typedef struct {
  image_codec_status status;
  /// Rows of the stored picture at full scale, counted from the top, that came from the file. With
  /// status TRUNCATED the caller decides whether they are enough: the buffer holds a whole picture,
  /// white (or, inside a half-finished JPEG block row, grey) where nothing was decoded.
  uint32_t rows_decoded;
  /// Warnings of the library; the first one's words are in `message` where `status` is OK.
  uint32_t warning_count;
  char message[IMAGE_CODEC_MESSAGE_LENGTH];
} image_codec_result;

/// Parses a JPEG up to its first scan.
void jpeg_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header);

/// Decodes a JPEG to RGB.
///
/// `scale_eighths` is 8 (full), 4, 2 or 1: the DCT is inverted at that many eighths and the output
/// measures ⌈width · scale / 8⌉ × ⌈height · scale / 8⌉. The accurate integer DCT and the
/// triangle-filter chroma upsampling of libjpeg's defaults are used. Four-component files are taken
/// as inverted (Adobe's convention, whatever the marker says). `maximum_scans` and `maximum_memory`
/// (bytes, for libjpeg's own arrays) end in TOO_LARGE. `pixels` holds `capacity` bytes, rows
/// tightly packed.
void jpeg_codec_decode(
    const uint8_t *bytes, size_t length, unsigned scale_eighths, unsigned maximum_scans,
    size_t maximum_memory, uint8_t *pixels, size_t capacity, image_codec_result *result);

/// Encodes tightly packed RGB as a baseline 4:2:0 JPEG with optimised Huffman tables. `quality` is
/// 1 … 100. Returns a buffer to be released with `image_codec_release`, or NULL without memory.
uint8_t *jpeg_codec_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int quality, size_t *length);

/// Parses a PNG up to its first IDAT chunk.
void png_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header);

/// Decodes a PNG to RGB: palettes and depths below 8 expanded, of 16 bits the upper 8 kept, gamma
/// and colour profiles ignored, alpha and tRNS composited on white with rounding to nearest.
void png_codec_decode(
    const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity,
    image_codec_result *result);

/// Encodes tightly packed RGB as an 8-bit PNG. Returns a buffer to be released with
/// `image_codec_release`, or NULL without memory.
uint8_t *png_codec_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, size_t *length);

/// Parses a WebP up to its first frame; width and height are the canvas's.
void webp_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header);

/// Decodes the first frame of a WebP to RGB, placed on a white canvas and composited on it.
void webp_codec_decode(
    const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity,
    image_codec_result *result);

/// Releases what an encoder returned; NULL is allowed.
void image_codec_release(uint8_t *bytes);

#endif
