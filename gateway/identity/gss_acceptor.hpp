// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a Negotiate token proves: GSSAPI with the keys of a keytab, Kerberos alone, one token of the
// caller's and at most one of ours. No file is written: whoever accepts looks for replays himself
// (gss_ticket_uses.hpp), so the library's own replay cache is off.
//
// The keytab is opened for each token, so that a new one counts at once. Clock skew, encryption
// types and realms are krb5.conf's (KRB5_CONFIG); the keytab is never taken from the environment.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gateway/identity/digest.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

struct AcceptedTicket {
  std::string principal;  // "peggy@AD.CONTOSO.EXAMPLE"
  std::string service;    // of ours, which the ticket is for: "HTTP/gateway.example@..."
  Digest use;             // no two uses of a ticket have the same, however the token is wrapped
  std::string answer;     // for the caller; may be empty
};

class GssAcceptor {
 public:
  virtual ~GssAcceptor() = default;

  // Blocks for as long as the cryptography takes, never for the network. For any thread.
  //
  // Errors: unauthenticated, with the rule negotiate.ticket, .mechanism, .more_steps, .clock or
  // .expired; server_busy with negotiate.keytab where there are no keys. `words`: what the library
  // says of a refusal, for the operator alone, because it may name what the caller has chosen.
  virtual model::Result<AcceptedTicket> accept(std::string_view token,
                                               std::string& words) const = 0;
};

std::unique_ptr<GssAcceptor> make_gss_acceptor(std::string keytab_file);

}  // namespace fb::identity
