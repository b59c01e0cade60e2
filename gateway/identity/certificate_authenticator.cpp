// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/certificate_authenticator.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

}  // namespace

bool CertificateAuthenticator::takes(const Presented& presented) const {
  return presented.scheme.empty() && presented.rest.empty() && presented.certificate.has_value();
}

asio::awaitable<model::Result<Proof>> CertificateAuthenticator::prove(const Presented& presented,
                                                                      Examination& examination) {
  co_return judge(presented, examination);
}

model::Result<Proof> CertificateAuthenticator::judge(const Presented& presented,
                                                     Examination& examination) const {
  const net::PeerCertificate& shown = *presented.certificate;
  examination.set_kind("certificate");
  examination.note("sha256", hex_of(shown.sha256));
  examination.note("subject", shown.subject);
  const auto index = accounts_->of(presented.snapshot);
  const KnownAccount* const known = index->find_certificate(shown.sha256);
  if (known == nullptr) {
    return refused("the client certificate belongs to no account, or to more than one",
                   "certificate.account");
  }
  if (!shown.in_time) {
    return refused("the client certificate is not valid at this time", "certificate.validity");
  }
  if (must_be_trusted_ && !shown.trusted) {
    return refused("the client certificate does not lead to a trusted authority",
                   "certificate.chain");
  }
  return Proof{caller_of(*known)};
}

}  // namespace fb::identity
