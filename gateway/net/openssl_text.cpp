// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/openssl_text.hpp"

#include <openssl/err.h>

#include <cstring>

namespace fb::net {

std::string take_openssl_errors() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (!text.empty()) text += "; ";
    if (ERR_GET_LIB(code) == ERR_LIB_SYS) {
      text += std::strerror(ERR_GET_REASON(code));
    } else {
      text += reason != nullptr ? reason : "error " + std::to_string(code);
    }
  }
  return text.empty() ? "no reason given" : text;
}

}  // namespace fb::net
