// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Delegation tokens and the messages that carry them, for tests: SAML 1.1 assertions, signed,
// encrypted, and put into a SOAP envelope, each step with a place to break it. Signatures and
// ciphers are made with OpenSSL and libxml2's canonical form alone; the gateway verifies with
// xmlsec, so what is made here is judged by another library.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/time_window.hpp"
#include "tests/support/jwt_signer.hpp"

namespace fb::test {

inline constexpr std::string_view kSamlIssuer = "urn:federation:MicrosoftOnline";
inline constexpr std::string_view kSamlAudience = "FYDIBOHF25SPDLT.contoso.example";
inline constexpr std::string_view kFreeBusyOffer = "MSExchange.SharingCalendarFreeBusy";
inline constexpr std::string_view kRsaSha256Uri =
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr std::string_view kRsaSha1Uri = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
inline constexpr std::string_view kHmacSha1Uri = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
inline constexpr std::string_view kHmacSha256Uri =
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
inline constexpr std::string_view kSha256Uri = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr std::string_view kSha1Uri = "http://www.w3.org/2000/09/xmldsig#sha1";

// RSA keys and their certificates, made once per process.
struct SamlIdentity {
  const RsaKey& key;
  std::string certificate_pem;
  std::string certificate_der;
};
const SamlIdentity& saml_identity(std::string_view name);
std::string der_of_pem(std::string_view pem);
std::string base64_text(std::string_view bytes);

struct AssertionWish {
  model::UtcTime now;
  std::string id = "_assertion-1";
  std::string issuer{kSamlIssuer};
  std::string audience{kSamlAudience};
  std::string email = "victor@partner.example";
  std::string offer{kFreeBusyOffer};
  std::chrono::seconds begins{-60};
  std::chrono::seconds ends{3600};
  // What stands in ds:KeyInfo of a holder-of-key confirmation; empty: bearer.
  std::string holder_key_info{};
};
std::string assertion_text(const AssertionWish& wish);

struct SignatureWish {
  std::string method{kRsaSha256Uri};
  std::string digest{kSha256Uri};
  std::string method_part{};              // inside SignatureMethod
  std::string key_info{};                 // inside ds:KeyInfo
  std::string reference{};                // the id; empty: that of the signed element
  std::vector<std::string> transforms{};  // empty: those that are usual there
  std::string extra_reference{};          // behind the Reference
};
// Puts an enveloped signature behind the last child of the assertion.
std::string signed_by(const std::string& assertion, const SignatureWish& wish, const RsaKey& key);
// A ds:Signature over an element that stands elsewhere; `sign` signs the canonical SignedInfo.
std::string detached_signature(const std::string& element, std::string_view id,
                               const SignatureWish& wish,
                               const std::function<std::string(std::string_view)>& sign);
std::string hmac(std::string_view method, std::string_view key, std::string_view text);
std::string rsa_signature(std::string_view method, const RsaKey& key, std::string_view text);
// The exclusive canonical form without comments.
std::string canonical(const std::string& xml);

struct EncryptionWish {
  std::string transport = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
  std::string cipher = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
  std::string key_info{};     // inside the EncryptedKey
  std::string method_part{};  // inside its EncryptionMethod
};
// An xenc:EncryptedData with Id "_token".
std::string encrypted_for(const std::string& certificate_pem, std::string_view text,
                          const EncryptionWish& wish = {});
std::string encrypted_key_for(const std::string& certificate_pem, std::string_view key,
                              const EncryptionWish& wish = {});

struct EnvelopeWish {
  model::UtcTime now;
  std::string to = "https://gateway.example/EWS/Exchange.asmx/WSSecurity";
  std::string action =
      "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";
  std::chrono::seconds created{0};
  std::chrono::seconds expires{300};
  std::string token{};      // an EncryptedData
  std::string signature{};  // a ds:Signature
  std::string body = R"(<m:GetUserAvailabilityRequest xmlns:m=)"
                     R"("http://schemas.microsoft.com/exchange/services/2006/messages"/>)";
};
std::string timestamp_text(const EnvelopeWish& wish);  // with wsu:Id "_timestamp"
std::string envelope_text(const EnvelopeWish& wish);

// ds:KeyInfo of a message's signature: the token by its assertion's id.
std::string token_key_info(std::string_view assertion_id);

// The first `from` in `text`, which has to be there.
std::string with(std::string text, std::string_view from, std::string_view to);

}  // namespace fb::test
