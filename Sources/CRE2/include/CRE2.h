#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression of RE2. Immutable: any number of threads may use it at once.
typedef struct cel_re2 cel_re2;

/// A part of the text, as byte offsets; -1 and -1 for a group that took no part.
typedef struct {
    ptrdiff_t start;
    ptrdiff_t end;
} cel_re2_span;

/// Compiles a pattern in UTF-8. `memory_max` bounds its program and its caches, in bytes. NULL where it is none: the
/// reason is then in `error`, cut to `error_capacity` bytes with the closing NUL, and whether it is the memory in
/// `is_too_large`.
cel_re2 *cel_re2_new(
    const char *pattern,
    size_t length,
    int64_t memory_max,
    char *error,
    size_t error_capacity,
    bool *is_too_large
);
void cel_re2_free(cel_re2 *re2);

/// Instructions of its program.
int cel_re2_size(const cel_re2 *re2);

/// Capturing groups, without the whole match.
int cel_re2_groups(const cel_re2 *re2);

/// Looks for the first match at or after `from`. Fills `spans`: the whole match first, then its groups.
bool cel_re2_find(
    const cel_re2 *re2,
    const char *text,
    size_t length,
    size_t from,
    cel_re2_span *spans,
    int spans_count
);

#ifdef __cplusplus
}
#endif
