#pragma once

#include <stdint.h>

/// Allocations that this process has made so far. Linking this target puts counting functions in front of glibc's own.
uint64_t counted_malloc_allocations(void);
