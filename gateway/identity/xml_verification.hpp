// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// XML signatures, verified to the bytes: the answer is not "good" but the canonical bytes that were
// digested, and nothing else of the document may be believed. Wrapping, doubled ids and comments
// have nothing to act on then.
//
// One reference, to one id that stands once in the document; algorithms from a short list; keys
// only from the caller, whatever the KeyInfo of the signature says. The shape of the document comes
// from another reader (protocols/wstrust), and a document that the two see differently is refused.
// For offload pools; needs no XmlsecUse around it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/secret.hpp"
#include "gateway/identity/issuer_certificates.hpp"
#include "protocols/model/result.hpp"
#include "protocols/wstrust/assertion.hpp"
#include "protocols/wstrust/security_header.hpp"

namespace fb::identity {

// The rule of a signature that is well formed and that no certificate has made: the one failure
// that newer certificates may cure.
inline constexpr std::string_view kSignatureRule = "saml.signature";

// Bounds of a proof key in bytes.
inline constexpr std::size_t kProofKeyBytesMin = 16;
inline constexpr std::size_t kProofKeyBytesMax = 128;

// Whether the assertion has a signature that could be verified at all. `text` is the decrypted
// token, `read` what the other reader saw in it. Errors: unauthenticated, by the rules
// "saml.signature_form", "saml.signature_algorithm", "saml.two_readings". What fails here takes
// less time than a verification, so it is asked before it is decided what is verified.
model::Status check_signature_form(std::string_view text, const wstrust::Assertion& read,
                                   bool sha1);

// The bytes of the assertion that one of the certificates vouches for. Errors: those of
// check_signature_form(), and kSignatureRule.
model::Result<std::string> signed_assertion(std::string_view text, const wstrust::Assertion& read,
                                            std::span<const Certificate> certificates, bool sha1);

// The bytes of the timestamp, signed with a symmetric key or with that of a certificate. The errors
// have the rule "saml.proof" in place of kSignatureRule.
model::Result<std::string> signed_timestamp(std::string_view envelope,
                                            const wstrust::SecurityHeader& read,
                                            const config::Secret& key);
model::Result<std::string> signed_timestamp(std::string_view envelope,
                                            const wstrust::SecurityHeader& read,
                                            std::string_view certificate_der, bool sha1);

}  // namespace fb::identity
