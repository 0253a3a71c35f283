#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many bytes must be readable after a text.
size_t raw_simdjson_padding(void);

/// Parses `length` bytes where they lie, with a parser that is kept from call to call. Tells whether they are JSON.
bool raw_simdjson_parse(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
