#include "CRE2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

struct cel_re2 {
    RE2 re2;
};

cel_re2 *cel_re2_new(
    const char *pattern,
    size_t length,
    int64_t memory_max,
    char *error,
    size_t error_capacity,
    bool *is_too_large
) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory_max);
    auto compiled = std::unique_ptr<cel_re2>(
        new (std::nothrow) cel_re2{RE2(re2::StringPiece(pattern, length), options)}
    );
    if (compiled && compiled->re2.ok()) return compiled.release();
    *is_too_large = !compiled || compiled->re2.error_code() == RE2::ErrorPatternTooLarge;
    if (error_capacity > 0) {
        const std::string reason = compiled ? compiled->re2.error() : "out of memory";
        const size_t count = std::min(reason.size(), error_capacity - 1);
        std::memcpy(error, reason.data(), count);
        error[count] = '\0';
    }
    return nullptr;
}

void cel_re2_free(cel_re2 *re2) { delete re2; }

int cel_re2_size(const cel_re2 *re2) { return re2->re2.ProgramSize(); }

int cel_re2_groups(const cel_re2 *re2) { return re2->re2.NumberOfCapturingGroups(); }

bool cel_re2_find(
    const cel_re2 *re2,
    const char *text,
    size_t length,
    size_t from,
    cel_re2_span *spans,
    int spans_count
) {
    // Without groups to fill, RE2 only asks whether there is a match, which is the quickest.
    std::vector<re2::StringPiece> groups(static_cast<size_t>(spans_count));
    const re2::StringPiece whole(text, length);
    if (!re2->re2.Match(whole, from, length, RE2::UNANCHORED, groups.data(), spans_count)) return false;
    for (int index = 0; index < spans_count; index++) {
        const auto &group = groups[static_cast<size_t>(index)];
        if (group.data() == nullptr) {
            spans[index] = {-1, -1};
        } else {
            const ptrdiff_t start = group.data() - text;
            spans[index] = {start, start + static_cast<ptrdiff_t>(group.size())};
        }
    }
    return true;
}
