// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The Authorization header of a protected forwarded token, and the nonce in the header of a
// protected token: what is read can be written and read again, and nothing but the nonce changes.
#include <algorithm>
#include <boost/json/object.hpp>
#include <cstdint>
#include <cstdlib>

#include "gateway/identity/pft_header.hpp"
#include "gateway/identity/protected_token.hpp"
#include "protocols/wire/json.hpp"

namespace {

void check_header(std::string_view text) {
  const auto header = fb::identity::read_pft_header(text);
  if (!header) return;
  if (text.size() > fb::identity::kPftHeaderBytesMax) std::abort();
  for (const std::string_view token : {header->access_token, header->actor_token}) {
    if (token.empty() || token.find_first_of(" \t\r\n\",=\\") != std::string_view::npos) {
      std::abort();
    }
  }
  const std::string written = fb::identity::written_pft_header(*header);
  const auto again =
      fb::identity::read_pft_header(std::string_view(written).substr(written.find(' ')));
  // What came without quotes is longer with them.
  if (!again) {
    if (written.size() <= fb::identity::kPftHeaderBytesMax) std::abort();
    return;
  }
  if (again->access_token != header->access_token || again->actor_token != header->actor_token) {
    std::abort();
  }
}

void check_nonce(std::string_view json) {
  auto before = fb::wire::parse_json(json);
  if (!before || !before->is_object()) return;
  const auto replaced = fb::identity::with_signed_nonce(json);
  if (!replaced) return;
  auto after = fb::wire::parse_json(*replaced);
  if (!after || !after->is_object()) std::abort();
  boost::json::object& was = before->get_object();
  boost::json::object& is = after->get_object();
  if (!was.contains("nonce")) {
    if (*replaced != json) std::abort();
    return;
  }
  // 43 characters of base64url, and every other member as it was.
  if (is.at("nonce").as_string().size() != 43) std::abort();
  was.erase("nonce");
  is.erase("nonce");
  if (was != is) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_header(text);
  check_nonce(text);
  (void)fb::identity::as_signed(text);
  return 0;
}
