// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A SOAP question with a delegation token, ready to be sent to the path of its form.
#pragma once

#include <string>

#include "gateway/identity/delegation_tokens.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/wstrust/carriage.hpp"

namespace fb::identity {

struct DelegatedQuestion {
  std::string url;       // of the service; an ending for a form is replaced
  std::string action;    // of the operation
  std::string envelope;  // as protocols/ews or protocols/autodiscover wrote it
  // Whether the envelope has wsa:Action and wsa:To already, as those of Autodiscover do. They have
  // to name the URL of the form, which wstrust::url_of_form gives.
  bool is_addressed = false;
};

// The form that a token is for: with a proof key `symmetric_key`, else `token`.
wstrust::TokenForm form_of(const DelegationToken& token);

// Errors: token_unavailable where the token does not go with the form, internal where the envelope
// is none of ours. `holder` signs in the form x509_certificate, which is then work for an
// OffloadPool; the others do not look at it.
model::Result<net::HttpRequest> delegated_request(const DelegatedQuestion& question,
                                                  const DelegationToken& token,
                                                  wstrust::TokenForm form, model::UtcTime now,
                                                  const config::KeyPairFiles& holder = {});

}  // namespace fb::identity
