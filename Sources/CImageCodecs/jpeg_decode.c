#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
// jerror.h needs jpeglib.h before it.
#include <jerror.h>

#include "CImageCodecs.h"
#include "rows.h"

/// One decompression: the library's object, where its errors land, and what was learnt on the way.
///
/// It is passed to `guarded`, never local to it, so that its fields stay defined after a longjmp.
typedef struct {
  struct jpeg_decompress_struct decompressor;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  jmp_buf failure;
  char message[JMSG_LENGTH_MAX];
  int error_code;
  uint32_t warning_count;

  const uint8_t *bytes;
  size_t length;
  /// The source was asked for bytes past the end.
  bool reached_end;
  /// The header is behind, scans are being read.
  bool reading_scans;
  /// The entropy decoder ran out of data, at `first_missing_row` of the scan then being read.
  bool data_missing;
  uint32_t first_missing_row;

  unsigned scale_eighths;
  unsigned maximum_scans;
  size_t maximum_memory;
  uint8_t *pixels;
  size_t capacity;
  bool scan_limit_reached;
  bool buffer_too_small;
  /// Rows that every component's first scan has covered.
  uint32_t rows_covered;
  /// Where the last whole scan ends, once every component has had one; else 0.
  size_t covered_length;
} jpeg_job;

// MARK: Errors and warnings

static jpeg_job *job_of(j_common_ptr common) { return (jpeg_job *)common->client_data; }

static void fail(j_common_ptr common) {
  jpeg_job *job = job_of(common);
  job->error_code = common->err->msg_code;
  common->err->format_message(common, job->message);
  longjmp(job->failure, 1);
}

static uint32_t rows_read_in_scan(const struct jpeg_decompress_struct *decompressor) {
  uint64_t rows =
      (uint64_t)decompressor->input_iMCU_row * (uint64_t)decompressor->max_v_samp_factor * DCTSIZE;
  return rows < decompressor->image_height ? (uint32_t)rows : decompressor->image_height;
}

static void note_missing_data(jpeg_job *job) {
  if (job->data_missing) return;
  job->data_missing = true;
  job->first_missing_row = rows_read_in_scan(&job->decompressor);
}

static void note_message(j_common_ptr common, int level) {
  if (level >= 0) return;
  jpeg_job *job = job_of(common);
  if (job->warning_count == 0) common->err->format_message(common, job->message);
  job->warning_count += 1;
  if (common->err->msg_code == JWRN_HIT_MARKER && common->is_decompressor) {
    // After a restart marker decoding goes on with the next interval; any other ends the scan.
    int marker = job->decompressor.unread_marker;
    if (marker < JPEG_RST0 || marker > JPEG_RST0 + 7) note_missing_data(job);
  }
}

static void keep_silent(j_common_ptr common) { (void)common; }

// MARK: Source

static void start_source(j_decompress_ptr decompressor) { (void)decompressor; }

/// Past the end the decoder is fed end-of-image markers, so that what was read can be put out.
static boolean supply_end_of_image(j_decompress_ptr decompressor) {
  static const JOCTET end_of_image[2] = {0xff, JPEG_EOI};
  jpeg_job *job = job_of((j_common_ptr)decompressor);
  job->reached_end = true;
  // The arithmetic decoder takes zeros past a marker without a word, so its end is noted here.
  if (decompressor->arith_code && job->reading_scans) note_missing_data(job);
  job->source.next_input_byte = end_of_image;
  job->source.bytes_in_buffer = sizeof end_of_image;
  return TRUE;
}

static void skip_bytes(j_decompress_ptr decompressor, long count) {
  if (count <= 0) return;
  struct jpeg_source_mgr *source = decompressor->src;
  if ((size_t)count > source->bytes_in_buffer) {
    (void)supply_end_of_image(decompressor);
    return;
  }
  source->next_input_byte += count;
  source->bytes_in_buffer -= (size_t)count;
}

static void end_source(j_decompress_ptr decompressor) { (void)decompressor; }

// MARK: Guard

/// Runs `body`; false when the library gave up. The only frame that `longjmp` returns to.
static bool guarded(jpeg_job *job, void (*body)(jpeg_job *)) {
  if (setjmp(job->failure) != 0) return false;
  body(job);
  return true;
}

static void prepare(jpeg_job *job, const uint8_t *bytes, size_t length) {
  memset(job, 0, sizeof *job);
  job->bytes = bytes;
  job->length = length;
  job->decompressor.err = jpeg_std_error(&job->errors);
  job->decompressor.client_data = job;
  job->errors.error_exit = fail;
  job->errors.emit_message = note_message;
  job->errors.output_message = keep_silent;
  job->source.init_source = start_source;
  job->source.fill_input_buffer = supply_end_of_image;
  job->source.skip_input_data = skip_bytes;
  job->source.resync_to_restart = jpeg_resync_to_restart;
  job->source.term_source = end_source;
  job->source.next_input_byte = bytes;
  job->source.bytes_in_buffer = length;
}

static void read_header(jpeg_job *job) {
  jpeg_create_decompress(&job->decompressor);
  job->decompressor.client_data = job;
  job->decompressor.src = &job->source;
  if (job->maximum_memory > 0) {
    bool fits = job->maximum_memory < (size_t)LONG_MAX;
    job->decompressor.mem->max_memory_to_use = fits ? (long)job->maximum_memory : LONG_MAX;
  }
  (void)jpeg_read_header(&job->decompressor, TRUE);
}

static image_codec_status status_of_failure(const jpeg_job *job) {
  switch (job->error_code) {
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
    case JERR_NO_BACKING_STORE:
      return IMAGE_CODEC_TOO_LARGE;
    case JERR_OUT_OF_MEMORY:
      return IMAGE_CODEC_OUT_OF_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOT_COMPILED:
      return IMAGE_CODEC_UNSUPPORTED;
    default:
      return job->reached_end ? IMAGE_CODEC_TRUNCATED : IMAGE_CODEC_CORRUPT;
  }
}

// MARK: Header

void jpeg_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header) {
  memset(header, 0, sizeof *header);
  jpeg_job job;
  prepare(&job, bytes, length);
  if (guarded(&job, read_header)) {
    struct jpeg_decompress_struct *decompressor = &job.decompressor;
    header->width = decompressor->image_width;
    header->height = decompressor->image_height;
    if (jpeg_has_multiple_scans(decompressor)) {
      for (int index = 0; index < decompressor->num_components; index++) {
        const jpeg_component_info *component = &decompressor->comp_info[index];
        header->working_memory += (uint64_t)component->width_in_blocks *
                                  component->height_in_blocks * sizeof(JBLOCK);
      }
    }
    int components = decompressor->num_components;
    if (components != 1 && components != 3 && components != 4) {
      header->status = IMAGE_CODEC_UNSUPPORTED;
      (void)snprintf(
          header->message, sizeof header->message, "JPEG with %d colour components", components);
    }
  } else {
    header->status = status_of_failure(&job);
    record_message(header->message, job.message);
  }
  jpeg_destroy_decompress(&job.decompressor);
}

// MARK: Pixels

/// One row of inverted CMYK to RGB by the ink model R = K − (255 − C) · K / 255, rounded, which is
/// what Pillow's conversion amounts to.
static void convert_inverted_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t count) {
  for (size_t index = 0; index < count; index++) {
    unsigned black = cmyk[4 * index + 3];
    for (size_t channel = 0; channel < 3; channel++) {
      unsigned product = (255u - cmyk[4 * index + channel]) * black + 127u;
      rgb[3 * index + channel] = (uint8_t)(black - product / 255u);
    }
  }
}

/// Reads all scans, noting which rows every component's first scan has covered.
static void consume_scans(jpeg_job *job) {
  struct jpeg_decompress_struct *decompressor = &job->decompressor;
  bool covered[MAX_COMPONENTS] = {false};
  int covered_count = 0;
  bool counted_missing = false;
  for (;;) {
    int event = jpeg_consume_input(decompressor);
    if (event == JPEG_REACHED_EOI) break;
    if ((unsigned)decompressor->input_scan_number > job->maximum_scans) {
      job->scan_limit_reached = true;
      return;
    }
    if (event != JPEG_SCAN_COMPLETED) continue;
    bool begins = !decompressor->progressive_mode || decompressor->Ss == 0;
    if (job->data_missing) {
      if (!counted_missing && begins) {
        int still_to_come = decompressor->num_components - covered_count;
        for (int index = 0; index < decompressor->comps_in_scan; index++) {
          if (!covered[decompressor->cur_comp_info[index]->component_index]) still_to_come -= 1;
        }
        if (still_to_come == 0 && covered_count < decompressor->num_components) {
          job->rows_covered = job->first_missing_row;
        }
      }
      counted_missing = true;
      continue;
    }
    for (int index = 0; begins && index < decompressor->comps_in_scan; index++) {
      int component = decompressor->cur_comp_info[index]->component_index;
      if (!covered[component]) covered_count += 1;
      covered[component] = true;
    }
    if (covered_count == decompressor->num_components) {
      job->rows_covered = decompressor->image_height;
      if (!job->reached_end) {
        size_t marker = decompressor->unread_marker != 0 ? 2 : 0;
        job->covered_length = job->length - job->source.bytes_in_buffer - marker;
      }
    }
  }
}

static void decode_pixels(jpeg_job *job) {
  struct jpeg_decompress_struct *decompressor = &job->decompressor;
  read_header(job);
  bool four = decompressor->num_components == 4;
  decompressor->out_color_space = four ? JCS_CMYK : JCS_RGB;
  decompressor->scale_num = job->scale_eighths;
  decompressor->scale_denom = 8;
  bool multiple = jpeg_has_multiple_scans(decompressor);
  decompressor->buffered_image = multiple ? TRUE : FALSE;
  job->reading_scans = true;
  (void)jpeg_start_decompress(decompressor);
  size_t width = decompressor->output_width, height = decompressor->output_height;
  if (height != 0 && width > job->capacity / 3 / height) {
    job->buffer_too_small = true;
    return;
  }
  if (multiple) {
    consume_scans(job);
    if (job->scan_limit_reached) return;
    (void)jpeg_start_output(decompressor, decompressor->input_scan_number);
  }
  JSAMPARRAY inks = NULL;
  if (four) {
    inks = decompressor->mem->alloc_sarray(
        (j_common_ptr)decompressor, JPOOL_IMAGE, (JDIMENSION)(4 * width), 1);
  }
  while (decompressor->output_scanline < height) {
    uint8_t *row = job->pixels + decompressor->output_scanline * width * 3;
    JSAMPROW target = four ? inks[0] : row;
    if (jpeg_read_scanlines(decompressor, &target, 1) != 1) break;
    if (four) convert_inverted_cmyk(inks[0], row, width);
  }
  if (!multiple) {
    job->rows_covered = job->data_missing ? job->first_missing_row : decompressor->image_height;
  }
}

/// Decodes the first `length` bytes, fills `result`, and returns where the last whole scan ended.
static size_t attempt(
    jpeg_job *job, const jpeg_job *request, size_t length, image_codec_result *result) {
  memset(result, 0, sizeof *result);
  prepare(job, request->bytes, length);
  job->scale_eighths = request->scale_eighths;
  job->maximum_scans = request->maximum_scans;
  job->maximum_memory = request->maximum_memory;
  job->pixels = request->pixels;
  job->capacity = request->capacity;
  bool finished = guarded(job, decode_pixels);
  result->warning_count = job->warning_count;
  record_message(result->message, job->message);
  if (!finished) {
    result->status = status_of_failure(job);
  } else if (job->scan_limit_reached) {
    result->status = IMAGE_CODEC_TOO_LARGE;
    (void)snprintf(
        result->message, sizeof result->message, "more than %u scans", job->maximum_scans);
  } else if (job->buffer_too_small) {
    result->status = IMAGE_CODEC_TOO_LARGE;
    record_message(result->message, "the picture is larger than its header said");
  } else {
    result->rows_decoded = job->rows_covered;
    if (result->warning_count == 0 && job->reached_end) {
      // Where one scan ends and the next would begin, nothing else tells that scans are missing.
      result->warning_count = 1;
      record_message(result->message, "the file ends without an end-of-image marker");
    }
    // Also without a word from the decoder: a file may end before some component's only scan.
    if (job->rows_covered < job->decompressor.image_height) {
      result->status = IMAGE_CODEC_TRUNCATED;
      // White from the first output row that lies wholly in the missing part.
      size_t first = ((size_t)job->rows_covered * job->scale_eighths + 7) / 8;
      size_t width = job->decompressor.output_width, height = job->decompressor.output_height;
      size_t missing = first < height ? height - first : 0;
      memset(job->pixels + (height - missing) * width * 3, 0xff, missing * width * 3);
    }
  }
  size_t covered_length = finished ? 0 : job->covered_length;
  jpeg_destroy_decompress(&job->decompressor);
  return covered_length;
}

void jpeg_codec_decode(
    const uint8_t *bytes, size_t length, unsigned scale_eighths, unsigned maximum_scans,
    size_t maximum_memory, uint8_t *pixels, size_t capacity, image_codec_result *result) {
  jpeg_job request = {
      .bytes = bytes, .scale_eighths = scale_eighths, .maximum_scans = maximum_scans,
      .maximum_memory = maximum_memory, .pixels = pixels, .capacity = capacity};
  jpeg_job job;
  size_t covered_length = attempt(&job, &request, length, result);
  // Cut inside the tables between two scans: the scans before them are a picture by themselves.
  if (result->status == IMAGE_CODEC_TRUNCATED && covered_length > 0 && covered_length < length) {
    (void)attempt(&job, &request, covered_length, result);
  }
}
