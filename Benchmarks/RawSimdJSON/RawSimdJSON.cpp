#include "RawSimdJSON.h"

#include <simdjson.h>

size_t raw_simdjson_padding(void) { return simdjson::SIMDJSON_PADDING; }

bool raw_simdjson_parse(const uint8_t *bytes, size_t length) {
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element root;
    const bool copy_first = false;
    return parser.parse(bytes, length, copy_first).get(root) == simdjson::SUCCESS;
}
