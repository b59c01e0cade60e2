// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Text replays: a scenario says what is asked, what the outside world answers and what the caller
// must be told, and runs against the real pipeline (policy, cache, flights, token broker,
// upstreams, codecs) with a scripted transport and a virtual clock. A bug that anybody ever saw
// becomes a scenario first.
//
// One statement per line; '#' begins a comment. The first comment lines say in words what happens.
// All times are UTC on Monday, 5 January 2026, 00:00 when the scenario begins.
//
//   home TENANT...              the home tenants: contoso, contoso-china, fabrikam
//                               (tests/support/federations); the others are partners
//   allow TENANT by TENANT      puts the first into AllowedTenantIds of the second
//   group ADDRESS MEMBER...     a distribution group of Contoso
//   discover DOMAIN [HOST...]   the address spaces of that domain pin no endpoint, and Autodiscover
//                               may lead to these hosts
//   relationship DOMAIN pinned|at URL [shared]
//                               Contoso's organization relationship for that domain: the EWS URL,
//                               or where Autodiscover begins; answers for one user or for all
//   caller ADDRESS | organization TENANT | server TENANT
//                               who asks from here on
//   ask ADDRESS... HH:MM-HH:MM [day N] [details]
//                               starts a question; it may stay open over several statements
//   request URL-PREFIX [for TEXT...]
//                               the next request that went out (in order) goes there, and these
//                               mailboxes and other texts stand in it
//   reply STATUS [NAME: VALUE]  an empty answer with a header
//   reply cut | reply html      no answer; a page instead of a message
//   reply autodiscover URL      where EWS is, by SOAP
//   reply token                 a delegation token, to a request for one at https://sts.example/,
//                               which says the user, the offer and the application URI
//   reply graph ADDRESS STATUS HH:MM-HH:MM[, STATUS HH:MM-HH:MM...]
//   reply graph ADDRESS free | reply graph ADDRESS error CODE
//   reply ews ...               the same as EWS; several mailboxes with ';' between them
//   quiet                       nothing has gone out that was not answered
//   waiting                     the question is still open
//   answer ADDRESS STATUS HH:MM-HH:MM... | free | error KIND [rule RULE]
//   cache ADDRESS STATE [AGEs]  how that answer came about
//   pass DURATION               time passes: 30s, 5m, 4h
//
// Tokens are granted without being scripted, unless the scenario says `tokens refused`.
//
// Every scenario is run again once per reply with that reply cut off. Then every question must
// still be answered, each mailbox either as the scenario says or with an error, and a group as the
// scenario says or without a free slot: nobody becomes free because something failed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace fb::scenarios {

struct Outcome {
  std::string failure;      // with the file and line; empty where all held
  std::size_t replies = 0;  // that the scenario gave
};

// `cut_reply`: the number of the reply, from 0, to cut off.
Outcome run(const std::filesystem::path& file, std::optional<std::size_t> cut_reply = std::nullopt);

}  // namespace fb::scenarios
