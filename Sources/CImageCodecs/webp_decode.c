#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "CImageCodecs.h"
#include "rows.h"

/// The first frame of a file, with the canvas it stands on.
typedef struct {
  WebPDemuxer *demuxer;
  WebPIterator frame;
  uint32_t canvas_width;
  uint32_t canvas_height;
  bool has_alpha;
  bool is_lossless;
} webp_file;

static void close_file(webp_file *file) {
  WebPDemuxReleaseIterator(&file->frame);
  WebPDemuxDelete(file->demuxer);
}

/// Finds the first frame, or says why there is none. `file` must be closed either way.
static image_codec_status open_file(
    const uint8_t *bytes, size_t length, webp_file *file, char *message) {
  memset(file, 0, sizeof *file);
  WebPData container = {bytes, length};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  file->demuxer = WebPDemuxPartial(&container, &state);
  if (file->demuxer == NULL) {
    bool cut = state == WEBP_DEMUX_PARSING_HEADER;
    record_message(message, cut ? "the file ends in its header" : "the chunks are malformed");
    return cut ? IMAGE_CODEC_TRUNCATED : IMAGE_CODEC_CORRUPT;
  }
  file->canvas_width = WebPDemuxGetI(file->demuxer, WEBP_FF_CANVAS_WIDTH);
  file->canvas_height = WebPDemuxGetI(file->demuxer, WEBP_FF_CANVAS_HEIGHT);
  WebPBitstreamFeatures features;
  VP8StatusCode status = VP8_STATUS_NOT_ENOUGH_DATA;
  if (WebPDemuxGetFrame(file->demuxer, 1, &file->frame) != 0) {
    status = WebPGetFeatures(
        file->frame.fragment.bytes, file->frame.fragment.size, &features);
  } else if (state == WEBP_DEMUX_DONE) {
    status = VP8_STATUS_BITSTREAM_ERROR;
  }
  if (status == VP8_STATUS_NOT_ENOUGH_DATA) {
    record_message(message, "the file ends before its first frame");
    return IMAGE_CODEC_TRUNCATED;
  }
  const WebPIterator *frame = &file->frame;
  if (status != VP8_STATUS_OK || features.width != frame->width ||
      features.height != frame->height || frame->x_offset < 0 || frame->y_offset < 0 ||
      frame->width <= 0 || frame->height <= 0 ||
      (uint32_t)frame->x_offset + (uint32_t)frame->width > file->canvas_width ||
      (uint32_t)frame->y_offset + (uint32_t)frame->height > file->canvas_height) {
    record_message(message, "the first frame is malformed");
    return IMAGE_CODEC_CORRUPT;
  }
  file->has_alpha = features.has_alpha != 0;
  file->is_lossless = features.format == 2;
  return IMAGE_CODEC_OK;
}

void webp_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header) {
  memset(header, 0, sizeof *header);
  webp_file file;
  header->status = open_file(bytes, length, &file, header->message);
  header->width = file.canvas_width;
  header->height = file.canvas_height;
  if (header->status == IMAGE_CODEC_OK) {
    uint64_t area = (uint64_t)file.frame.width * (uint64_t)file.frame.height;
    header->working_memory = area * 4 * ((file.has_alpha ? 1u : 0u) + (file.is_lossless ? 1u : 0u));
  }
  close_file(&file);
}

/// Decodes the frame into `target` (RGB or RGBA by `config`); returns how many rows are there.
static image_codec_status decode_frame(
    const webp_file *file, WebPDecoderConfig *config, int *rows, char *message) {
  WebPIDecoder *decoder = WebPIDecode(NULL, 0, config);
  if (decoder == NULL) return IMAGE_CODEC_OUT_OF_MEMORY;
  VP8StatusCode status =
      WebPIUpdate(decoder, file->frame.fragment.bytes, file->frame.fragment.size);
  *rows = 0;
  (void)WebPIDecGetRGB(decoder, rows, NULL, NULL, NULL);
  WebPIDelete(decoder);
  switch (status) {
    case VP8_STATUS_OK:
      *rows = file->frame.height;
      return IMAGE_CODEC_OK;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      record_message(message, "the frame's data ends early");
      return IMAGE_CODEC_TRUNCATED;
    case VP8_STATUS_OUT_OF_MEMORY:
      return IMAGE_CODEC_OUT_OF_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      record_message(message, "a feature that libwebp does not know");
      return IMAGE_CODEC_UNSUPPORTED;
    default:
      record_message(message, "the frame's data is malformed");
      return IMAGE_CODEC_CORRUPT;
  }
}

static void decode_onto_canvas(
    const webp_file *file, uint8_t *pixels, image_codec_result *result) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) {
    result->status = IMAGE_CODEC_UNSUPPORTED;
    record_message(result->message, "the libwebp found has another interface version");
    return;
  }
  size_t width = (size_t)file->frame.width, height = (size_t)file->frame.height;
  size_t canvas_stride = (size_t)file->canvas_width * 3;
  size_t first = (size_t)file->frame.y_offset * canvas_stride + (size_t)file->frame.x_offset * 3;
  uint8_t *layer = NULL;
  config.output.is_external_memory = 1;
  if (file->has_alpha) {
    layer = malloc(width * height * 4);
    if (layer == NULL) {
      result->status = IMAGE_CODEC_OUT_OF_MEMORY;
      return;
    }
    config.output.colorspace = MODE_RGBA;
    config.output.u.RGBA.rgba = layer;
    config.output.u.RGBA.stride = (int)(width * 4);
    config.output.u.RGBA.size = width * height * 4;
  } else {
    config.output.colorspace = MODE_RGB;
    config.output.u.RGBA.rgba = pixels + first;
    config.output.u.RGBA.stride = (int)canvas_stride;
    config.output.u.RGBA.size = canvas_stride * (height - 1) + width * 3;
  }
  int rows = 0;
  result->status = decode_frame(file, &config, &rows, result->message);
  if (layer != NULL) {
    for (size_t row = 0; row < (size_t)rows; row++) {
      composite_over_white(
          layer + row * width * 4, pixels + first + row * canvas_stride, width);
    }
    free(layer);
  }
  bool whole = (size_t)rows == height;
  result->rows_decoded = whole ? file->canvas_height : (uint32_t)(file->frame.y_offset + rows);
}

void webp_codec_decode(
    const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity,
    image_codec_result *result) {
  memset(result, 0, sizeof *result);
  webp_file file;
  result->status = open_file(bytes, length, &file, result->message);
  if (result->status == IMAGE_CODEC_OK) {
    if (file.canvas_height == 0 || file.canvas_width > capacity / 3 / file.canvas_height) {
      result->status = IMAGE_CODEC_TOO_LARGE;
      record_message(result->message, "the picture is larger than its header said");
    } else {
      memset(pixels, 0xff, (size_t)file.canvas_width * file.canvas_height * 3);
      decode_onto_canvas(&file, pixels, result);
    }
  }
  close_file(&file);
}
