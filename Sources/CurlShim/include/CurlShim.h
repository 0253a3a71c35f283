#pragma once

#include <curl/curl.h>

/// libcurl sets options and reads results through variadic functions, which Swift cannot call.
/// Each function here is one such call with the type of its last argument fixed. Every string is
/// copied by libcurl; lists and pointers are borrowed until the handle is cleaned up.

typedef size_t (*cordon_curl_transfer_callback)(char *bytes, size_t size, size_t count, void *context);

CURLcode cordon_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode cordon_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode cordon_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode cordon_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode cordon_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode cordon_curl_set_callback(CURL *handle, CURLoption option, cordon_curl_transfer_callback value);

CURLcode cordon_curl_get_long(CURL *handle, CURLINFO info, long *value);

CURLMcode cordon_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// How a finished transfer ended; only for a message whose `msg` is `CURLMSG_DONE`.
CURLcode cordon_curl_message_result(const CURLMsg *message);
