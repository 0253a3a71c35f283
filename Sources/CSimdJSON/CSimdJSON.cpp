#include "CSimdJSON.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

struct cordon_json_document {
    simdjson::dom::document dom;
};

struct cordon_json_parser {
    simdjson::dom::parser dom;
    cordon_json_document own;
    std::vector<std::string_view> keys;
};

namespace {

// Buffers grow with the largest text. Above this they are given back after use, so that one large text does not
// weigh on a thread for ever.
constexpr size_t capacity_kept_max = 256 * 1024;

// Up to this many keys comparing each with each is faster than sorting them.
constexpr size_t keys_compared_max = 12;

constexpr uint64_t payload_mask = 0x00FFFFFFFFFFFFFF;

std::string_view key_at(uint64_t word, const uint8_t *strings) {
    const uint8_t *start = strings + (word & payload_mask);
    uint32_t length;
    std::memcpy(&length, start, sizeof length);
    return {reinterpret_cast<const char *>(start + sizeof length), length};
}

size_t after(const uint64_t *words, size_t index) {
    switch (words[index] >> 56) {
    case '{':
    case '[':
        return static_cast<uint32_t>(words[index]);
    case 'l':
    case 'u':
    case 'd':
        return index + 2;
    default:
        return index + 1;
    }
}

bool have_duplicates(std::vector<std::string_view> &keys) {
    if (keys.size() <= keys_compared_max) {
        for (size_t right = 1; right < keys.size(); right++) {
            for (size_t left = 0; left < right; left++) {
                if (keys[left] == keys[right]) return true;
            }
        }
        return false;
    }
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

bool object_has_duplicates(const uint64_t *words, const uint8_t *strings, size_t object, std::vector<std::string_view> &keys) {
    const size_t end = static_cast<uint32_t>(words[object]) - 1;
    keys.clear();
    for (size_t index = object + 1; index < end; index = after(words, index + 1)) {
        keys.push_back(key_at(words[index], strings));
    }
    return have_duplicates(keys);
}

// What simdjson does not look for: keys that repeat, and an empty object or array one level too deep.
cordon_json_status check(
    const uint64_t *words,
    const uint8_t *strings,
    size_t depth_max,
    std::vector<std::string_view> &keys
) {
    const size_t end = static_cast<size_t>(words[0] & payload_mask);
    size_t depth = 0;
    for (size_t index = 1; index < end; index++) {
        switch (words[index] >> 56) {
        case '{':
            if (object_has_duplicates(words, strings, index, keys)) return cordon_json_duplicate_key;
            [[fallthrough]];
        case '[':
            if (++depth > depth_max) return cordon_json_too_deep;
            break;
        case '}':
        case ']':
            depth--;
            break;
        case 'l':
        case 'u':
        case 'd':
            index++;
            break;
        }
    }
    return cordon_json_ok;
}

cordon_json_status status_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::SUCCESS:
        return cordon_json_ok;
    case simdjson::DEPTH_ERROR:
        return cordon_json_too_deep;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY:
        return cordon_json_out_of_memory;
    default:
        return cordon_json_malformed;
    }
}

cordon_json_status parse(
    cordon_json_parser &parser,
    cordon_json_document &document,
    const uint8_t *bytes,
    size_t length,
    size_t depth_max
) {
    // simdjson counts the innermost value as a level of its own, unless it is an empty object or array.
    const size_t levels = depth_max + 1;
    if (parser.dom.max_depth() != levels) {
        const auto error = parser.dom.allocate(std::max<size_t>(length, 4096), levels);
        if (error) return status_of(error);
    }
    // The parser copies the bytes to where its padding is.
    const auto error = parser.dom.parse_into_document(document.dom, bytes, length, true).error();
    if (error) return status_of(error);
    return check(document.dom.tape.get(), document.dom.string_buf.get(), depth_max, parser.keys);
}

}  // namespace

cordon_json_parser *cordon_json_thread_parser(void) {
    thread_local std::unique_ptr<cordon_json_parser> parser;
    if (!parser || parser->dom.capacity() > capacity_kept_max) parser = std::make_unique<cordon_json_parser>();
    return parser.get();
}

cordon_json_document *cordon_json_document_new(void) { return new (std::nothrow) cordon_json_document; }

void cordon_json_document_free(cordon_json_document *document) { delete document; }

cordon_json_status cordon_json_parse(
    cordon_json_parser *parser,
    cordon_json_document *document,
    const uint8_t *bytes,
    size_t length,
    size_t depth_max,
    cordon_json_tape *tape
) {
    cordon_json_document &target = document ? *document : parser->own;
    try {
        const auto status = parse(*parser, target, bytes, length, depth_max);
        if (status == cordon_json_ok) *tape = {target.dom.tape.get(), target.dom.string_buf.get()};
        return status;
    } catch (const std::bad_alloc &) {
        return cordon_json_out_of_memory;
    }
}
