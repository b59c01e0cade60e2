// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/token_response.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <pugixml.hpp>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"
#include "protocols/wstrust/raw_element.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr wire::XmlLimits kLimits{IssuedToken::kAnswerBytesMax, 48, 5'000};
constexpr std::string_view kPassport =
    "http://schemas.microsoft.com/Passport/SoapServices/SOAPFault";
constexpr int kKeyBitsDefault = 256;

// Of WS-Trust and of WS-Security.
constexpr std::array<std::string_view, 18> kSubcodes{"InvalidRequest",
                                                     "FailedAuthentication",
                                                     "RequestFailed",
                                                     "InvalidSecurityToken",
                                                     "AuthenticationBadElements",
                                                     "BadRequest",
                                                     "ExpiredData",
                                                     "InvalidTimeRange",
                                                     "InvalidScope",
                                                     "RenewNeeded",
                                                     "UnableToRenew",
                                                     "UnsupportedSecurityToken",
                                                     "UnsupportedAlgorithm",
                                                     "InvalidSecurity",
                                                     "FailedCheck",
                                                     "SecurityTokenUnavailable",
                                                     "MessageExpired",
                                                     "ActionNotSupported"};

Error broken(std::string detail) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail), "delegation.answer");
}

std::string known_subcode(std::string_view qualified) {
  const std::string_view name = qualified.substr(qualified.find(':') + 1);
  const bool known = std::find(kSubcodes.begin(), kSubcodes.end(), name) != kSubcodes.end();
  return known ? std::string(name) : std::string();
}

// "0x80048821"
std::string known_number(std::string_view text) {
  if (text.size() < 3 || text.size() > 10 || !text.starts_with("0x")) return {};
  const bool digits = std::all_of(text.begin() + 2, text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  return digits ? std::string(text) : std::string();
}

std::string_view child_text(const pugi::xml_node& parent, std::string_view local) {
  return wire::text_of(wire::child(parent, local));
}

TokenRefusal read_fault(const pugi::xml_node& fault) {
  TokenRefusal refusal;
  const pugi::xml_node code = wire::child(fault, "Code");
  refusal.subcode = known_subcode(child_text(wire::child(code, "Subcode"), "Value"));
  if (refusal.subcode.empty()) refusal.subcode = known_subcode(child_text(code, "Value"));
  if (refusal.subcode.empty()) refusal.subcode = known_subcode(child_text(fault, "faultcode"));
  pugi::xml_node detail = wire::child(fault, "Detail");
  if (!detail) detail = wire::child(fault, "detail");
  const pugi::xml_node error = wire::child(detail, "error", kPassport);
  const pugi::xml_node inner = wire::child(error, "internalerror");
  refusal.value = known_number(child_text(error, "value"));
  refusal.internal_code = known_number(child_text(inner, "code"));
  std::string_view text = child_text(inner, "text");
  if (text.empty()) text = child_text(wire::child(fault, "Reason"), "Text");
  if (text.empty()) text = child_text(fault, "faultstring");
  refusal.text = text.substr(0, Error::kPeerTextBytesMax);
  return refusal;
}

Result<model::UtcTime> read_instant(std::string_view text) {
  const auto read = wire::read_date_time(text);
  // A time without an offset is UTC: that is what WS-Security says of its times.
  if (!read) return broken("a time of the token's lifetime cannot be read");
  return model::UtcTime(read->wall.time_since_epoch() -
                        read->offset.value_or(std::chrono::seconds(0)));
}

model::Status read_lifetime(const pugi::xml_node& response, IssuedToken& token) {
  const pugi::xml_node lifetime = wire::child(response, "Lifetime", kTrust);
  if (!lifetime) return broken("the answer does not say how long the token lives");
  const auto created = read_instant(child_text(lifetime, "Created"));
  const auto expires = read_instant(child_text(lifetime, "Expires"));
  if (!created) return created.error();
  if (!expires) return expires.error();
  if (*expires - *created < IssuedToken::kLifetimeMin) {
    return broken("the token lives for less than a minute");
  }
  token.created = *created;
  token.expires = std::min(*expires, *created + IssuedToken::kLifetimeMax);
  return {};
}

model::Status read_secret(const pugi::xml_node& node, IssuedToken& token) {
  std::string text(wire::text_of(node));
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
  auto secret = wire::read_base64(text);
  std::fill(text.begin(), text.end(), '\0');
  if (!secret) return broken("the proof key is no base64");
  if (secret->size() < IssuedToken::kSecretBytesMin ||
      secret->size() > IssuedToken::kSecretBytesMax) {
    return broken("the proof key is not of 16 to 128 bytes");
  }
  token.secret = std::move(*secret);
  return {};
}

Result<int> read_key_bits(const pugi::xml_node& response) {
  const std::string_view text = child_text(response, "KeySize");
  if (text.empty()) return kKeyBitsDefault;
  int bits = 0;
  const char* const end = text.data() + text.size();
  constexpr int kBitsMin = 8 * static_cast<int>(IssuedToken::kSecretBytesMin);
  constexpr int kBitsMax = 8 * static_cast<int>(IssuedToken::kSecretBytesMax);
  if (std::from_chars(text.data(), end, bits).ptr != end || bits < kBitsMin || bits > kBitsMax ||
      bits % 8 != 0) {
    return broken("the size of the proof key is none of 128 to 1024 bits");
  }
  return bits;
}

model::Status read_proof(const pugi::xml_node& response, IssuedToken& token) {
  const pugi::xml_node proof = wire::child(response, "RequestedProofToken", kTrust);
  if (!proof) return {};
  if (const auto given = wire::child(proof, "BinarySecret", kTrust)) {
    token.proof = ProofKind::given;
    return read_secret(given, token);
  }
  const pugi::xml_node computed = wire::child(proof, "ComputedKey", kTrust);
  if (!computed || wire::text_of(computed) != std::string(kTrust) + "/CK/PSHA1") {
    return broken("the proof key comes in a form that is not known");
  }
  const auto bits = read_key_bits(response);
  if (!bits) return bits.error();
  token.proof = ProofKind::computed;
  token.key_bits = *bits;
  const pugi::xml_node entropy = wire::child(response, "Entropy", kTrust);
  return read_secret(wire::child(entropy, "BinarySecret", kTrust), token);
}

Result<std::string> read_reference(std::string_view body, const pugi::xml_node& response,
                                   std::string_view name) {
  const pugi::xml_node node = wire::first_element(wire::child(response, name, kTrust));
  if (!node) return std::string();
  if (wire::local_name(node) != "SecurityTokenReference" || wire::namespace_of(node) != kSecurity) {
    return broken("a reference to the token is none of WS-Security");
  }
  std::string raw = raw_element(body, node);
  if (raw.empty() || raw.size() > IssuedToken::kReferenceBytesMax) {
    return broken("a reference to the token is too large");
  }
  return raw;
}

Result<std::string> read_token(std::string_view body, const pugi::xml_node& response) {
  const pugi::xml_node holder = wire::child(response, "RequestedSecurityToken", kTrust);
  const pugi::xml_node node = wire::first_element(holder);
  if (!node) return broken("the answer has no token");
  // An assertion in clear is no use to us, and whom it tells about whom is not ours to know.
  if (wire::local_name(node) != "EncryptedData" || wire::namespace_of(node) != kEncryption) {
    return broken("the token is not encrypted");
  }
  if (wire::next_element(node)) return broken("the answer has more than one token");
  std::string raw = raw_element(body, node);
  if (raw.empty() || raw.size() > IssuedToken::kTokenBytesMax) {
    return broken("the token is larger than 64 KiB");
  }
  return raw;
}

Result<TokenAnswer> read_response(std::string_view body, const pugi::xml_node& response) {
  IssuedToken token;
  auto raw = read_token(body, response);
  if (!raw) return raw.error();
  token.token = std::move(*raw);
  if (auto read = read_lifetime(response, token); !read) return read.error();
  auto attached = read_reference(body, response, "RequestedAttachedReference");
  if (!attached) return attached.error();
  auto unattached = read_reference(body, response, "RequestedUnattachedReference");
  if (!unattached) return unattached.error();
  token.attached_reference = std::move(*attached);
  token.unattached_reference = std::move(*unattached);
  if (auto read = read_proof(response, token); !read) return read.error();
  return TokenAnswer(std::move(token));
}

bool is_envelope(const pugi::xml_node& root) {
  const std::string_view ns = wire::namespace_of(root);
  return wire::local_name(root) == "Envelope" && (ns == kSoap12 || ns == kSoap11);
}

}  // namespace

Result<TokenAnswer> decode_token_answer(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kLimits);
  if (!document) return broken("the answer is no XML within the limits");
  const pugi::xml_node root = document->root();
  if (!is_envelope(root)) return broken("the answer is no SOAP envelope");
  const pugi::xml_node soap_body = wire::child(root, "Body", wire::namespace_of(root));
  pugi::xml_node payload = wire::first_element(soap_body);
  if (wire::local_name(payload) == "Fault" &&
      wire::namespace_of(payload) == wire::namespace_of(root)) {
    return TokenAnswer(read_fault(payload));
  }
  if (wire::local_name(payload) == "RequestSecurityTokenResponseCollection") {
    payload = wire::first_element(payload);
    if (wire::next_element(payload)) return broken("the answer has more than one response");
  }
  if (wire::local_name(payload) != "RequestSecurityTokenResponse" ||
      wire::namespace_of(payload) != kTrust) {
    return broken("the answer is to another question");
  }
  return read_response(body, payload);
}

Error error_of(const TokenRefusal& refusal) {
  std::string detail = "the token service refused";
  if (!refusal.subcode.empty()) detail += " with " + refusal.subcode;
  if (!refusal.value.empty()) detail += ", " + refusal.value;
  if (!refusal.internal_code.empty()) detail += ", " + refusal.internal_code;
  return Error::from_peer(ErrorKind::token_unavailable, std::move(detail), refusal.text,
                          "delegation.refused");
}

}  // namespace fb::wstrust
