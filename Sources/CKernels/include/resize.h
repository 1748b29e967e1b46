/// Antialiased resampling of 8-bit RGB, with the arithmetic of Pillow's `Image.resize`.
#ifndef C_KERNELS_RESIZE_H
#define C_KERNELS_RESIZE_H

#include <stddef.h>
#include <stdint.h>

/// The kernels; each widens with the reduction.
typedef enum resize_filter {
  RESIZE_BICUBIC = 0,   ///< Keys' cubic with a = −0.5, over two pixels on each side.
  RESIZE_BILINEAR = 1,  ///< A triangle, over one pixel on each side.
} resize_filter;

/// What is resampled to what. All sizes are in pixels and positive.
typedef struct {
  /// Tightly packed RGB, `[source_height, source_width, 3]`.
  const uint8_t *source;
  size_t source_width;
  size_t source_height;
  /// The whole source is mapped to this size …
  size_t width;
  size_t height;
  /// … of which this window, inside it, is computed.
  size_t window_x;
  size_t window_y;
  size_t window_width;
  size_t window_height;
  /// Where the window's first row goes, and bytes from one of its rows to the next.
  uint8_t *destination;
  size_t destination_stride;
  resize_filter filter;
} resize_request;

/// Resamples with a separable filter, along the rows first
/// unless the picture gets much lower than narrower; each pass is rounded to 8 bits, with weights
/// in fixed point of 22 fractional bits.
///
/// Vector units are used where the processor has them; the bytes are the same on every processor.
/// Returns 0, or −1 without memory for weights and the intermediate rows.
int resize_rgb(const resize_request *request);

/// The same without vector units: what the others are tested against.
int resize_rgb_portable(const resize_request *request);

#endif
