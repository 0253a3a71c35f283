#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// simdjson's DOM parser, and the documents it fills. Swift walks a document's tape by itself; its format is
/// https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md.
typedef struct cordon_json_parser cordon_json_parser;
typedef struct cordon_json_document cordon_json_document;

typedef enum {
    cordon_json_ok,
    /// Not JSON, or a number that fits no type.
    cordon_json_malformed,
    cordon_json_too_deep,
    cordon_json_duplicate_key,
    cordon_json_out_of_memory,
} cordon_json_status;

/// Where a parsed text lies. Valid until the document is freed or parsed into again.
typedef struct {
    const uint64_t *words;
    const uint8_t *strings;
} cordon_json_tape;

/// This thread's own parser; freed when the thread ends.
cordon_json_parser *cordon_json_thread_parser(void);

/// A document that the caller frees, or NULL where there is no memory.
cordon_json_document *cordon_json_document_new(void);
void cordon_json_document_free(cordon_json_document *document);

/// Parses `length` bytes, which need no padding, into the document; NULL for the parser's own, which is reused by the
/// next parse. `depth_max` counts objects and arrays around a value.
cordon_json_status cordon_json_parse(
    cordon_json_parser *parser,
    cordon_json_document *document,
    const uint8_t *bytes,
    size_t length,
    size_t depth_max,
    cordon_json_tape *tape
);

#ifdef __cplusplus
}
#endif
