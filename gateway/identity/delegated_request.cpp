// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/delegated_request.hpp"

#include "gateway/identity/random.hpp"
#include "gateway/identity/xml_signing.hpp"
#include "protocols/wstrust/token_request.hpp"

namespace fb::identity {

using model::Result;
using wstrust::TokenForm;

namespace {

Result<std::string> signature_of(const SignedTimestamp& timestamp, const DelegationToken& token,
                                 TokenForm form, const config::KeyPairFiles& holder) {
  switch (form) {
    case TokenForm::token:
      return std::string();
    case TokenForm::symmetric_key:
      return sign_timestamp(timestamp, token.proof_key);
    case TokenForm::x509_certificate:
      return sign_timestamp_with_certificate(timestamp, holder);
  }
  return std::string();
}

}  // namespace

TokenForm form_of(const DelegationToken& token) {
  return token.proof_key.empty() ? TokenForm::token : TokenForm::symmetric_key;
}

Result<net::HttpRequest> delegated_request(const DelegatedQuestion& question,
                                           const DelegationToken& token, TokenForm form,
                                           model::UtcTime now, const config::KeyPairFiles& holder) {
  SignedTimestamp timestamp;
  timestamp.id = "uuid-" + random_guid() + "-1";
  timestamp.timestamp = wstrust::encode_timestamp(timestamp.id, now);
  timestamp.reference = token.reference;
  auto signature = signature_of(timestamp, token, form, holder);
  if (!signature) return signature.error();

  wstrust::SecurityHeaders headers;
  headers.url = wstrust::url_of_form(question.url, form);
  if (!question.is_addressed) headers.action = question.action;
  headers.timestamp = std::move(timestamp.timestamp);
  headers.token = token.xml;
  headers.signature = std::move(*signature);
  auto envelope = wstrust::with_headers(question.envelope, headers);
  if (!envelope) return envelope.error();

  net::HttpRequest request;
  request.url = std::move(headers.url);
  request.headers.push_back({"Content-Type", "text/xml; charset=utf-8"});
  request.headers.push_back({"Accept", "text/xml"});
  request.headers.push_back({"SOAPAction", "\"" + question.action + "\""});
  request.body = std::move(*envelope);
  return request;
}

}  // namespace fb::identity
