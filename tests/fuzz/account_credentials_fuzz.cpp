// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>

#include "gateway/identity/api_token.hpp"
#include "gateway/identity/basic_authenticator.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/negotiate_authenticator.hpp"

namespace {

using namespace fb;

void require(bool holds) {
  if (!holds) std::abort();
}

// The bytes as a caller wrote them, and what one reader makes of what another has decoded.
void read_all(std::string_view text) {
  if (identity::form_of_api_token(text) == identity::ApiTokenForm::good) {
    require(text.size() == identity::kApiTokenBytes);
    require(text.starts_with(identity::kApiTokenPrefix));
  }
  if (const auto digest = identity::digest_of_hex(text)) {
    const std::string digits = identity::hex_of(*digest);
    require(identity::digest_of_hex(digits) == digest && digits.size() == text.size());
  }
  if (const auto basic = identity::read_basic(text)) {
    require(!basic->name.empty() && !basic->password.empty());
    require(basic->name.find(':') == std::string::npos);
    require(basic->name.size() <= identity::BasicCredential::kNameBytesMax);
    require(basic->password.reveal().size() <= identity::BasicCredential::kPasswordBytesMax);
  }
  if (const auto token = identity::read_negotiate(text)) {
    require(token->size() <= identity::kNegotiateTokenBytesMax);
    require(token->find(std::string_view("NTLMSSP\0", 8)) == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_all({reinterpret_cast<const char*>(data), size});
  return 0;
}
