// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a token service answers, and what a service answers that does not take a token. A token that
// is taken stands alone: it can be read again, and is the same then.
#include <cstdint>
#include <cstdlib>
#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"
#include "protocols/wstrust/raw_element.hpp"
#include "protocols/wstrust/security_fault.hpp"
#include "protocols/wstrust/token_response.hpp"

namespace {

using fb::wstrust::IssuedToken;

void check_stands_alone(std::string_view element, std::string_view ns) {
  const auto document = fb::wire::XmlDocument::parse(element);
  if (!document || fb::wire::namespace_of(document->root()) != ns) std::abort();
  if (fb::wstrust::raw_element(element, document->root()) != element) std::abort();
}

void check(const IssuedToken& token) {
  if (token.token.size() > IssuedToken::kTokenBytesMax) std::abort();
  check_stands_alone(token.token, fb::wstrust::kEncryption);
  if (!token.attached_reference.empty()) {
    check_stands_alone(token.attached_reference, fb::wstrust::kSecurity);
  }
  if (token.expires - token.created < IssuedToken::kLifetimeMin) std::abort();
  if (token.expires - token.created > IssuedToken::kLifetimeMax) std::abort();
  const bool keyed = token.proof != fb::wstrust::ProofKind::none;
  if (keyed != (token.secret.size() >= IssuedToken::kSecretBytesMin)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto fault = fb::wstrust::security_fault_in(text)) {
    if (fault->code.empty() || fault->text.size() > size) std::abort();
  }
  const auto answer = fb::wstrust::decode_token_answer(text);
  if (!answer) return 0;
  if (const auto* token = std::get_if<IssuedToken>(&*answer)) check(*token);
  if (const auto* refusal = std::get_if<fb::wstrust::TokenRefusal>(&*answer)) {
    if (fb::wstrust::error_of(*refusal).kind() != fb::model::ErrorKind::token_unavailable) {
      std::abort();
    }
  }
  return 0;
}
