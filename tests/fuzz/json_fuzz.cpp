// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whatever parse_json takes, Boost.JSON's own parser takes too and reads as the same value; and a
// string that was written comes back.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = fb::wire::parse_json(text)) {
    boost::system::error_code ec;
    const boost::json::value other = boost::json::parse(text, ec);
    if (ec || other != *value) std::abort();
  }

  std::string written;
  fb::wire::append_json_string(text, written);
  if (!fb::wire::parse_json(written)) std::abort();

  if (const auto plain = fb::wire::read_base64url(text)) {
    std::string_view unpadded = text;
    while (unpadded.ends_with('=')) unpadded.remove_suffix(1);
    if (fb::wire::base64url(*plain) != unpadded) std::abort();
  }
  if (const auto plain = fb::wire::read_base64(text)) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(plain->data());
    if (fb::wire::base64({bytes, plain->size()}) != text) std::abort();
  }
  return 0;
}
