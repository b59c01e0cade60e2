// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/gss_acceptor.hpp"

#include <optional>
#include <utility>

#include "config/secret.hpp"
#include "gateway/identity/gss_handles.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::size_t kWordsBytesMax = 400;

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

model::Status acquire(const std::string& keytab_file, GssMechanisms& mechanisms,
                      GssCredential& credential) {
  const std::string keytab = "FILE:" + keytab_file;
  std::array<gss_key_value_element_desc, 2> elements{
      {{"keytab", keytab.c_str()}, {"rcache", "none:"}}};
  const gss_key_value_set_desc store{elements.size(), elements.data()};
  OM_uint32 minor = 0;
  OM_uint32 major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms.both,
                                          GSS_C_ACCEPT, &store, credential.out(), nullptr, nullptr);
  if (!GSS_ERROR(major)) {
    major = gss_set_neg_mechs(&minor, credential.get(), &mechanisms.kerberos);
  }
  if (!GSS_ERROR(major)) return {};
  return Error::of(ErrorKind::server_busy, "the keytab cannot be used: " + gss_words(minor),
                   "negotiate.keytab");
}

Error failure_of(OM_uint32 major, const std::string& words) {
  if (GSS_ROUTINE_ERROR(major) == GSS_S_BAD_MECH) {
    return refused("the token offers no Kerberos", "negotiate.mechanism");
  }
  // SPNEGO gives Kerberos' codes other numbers, so the words have to tell.
  if (words == kerberos_words(KRB5KRB_AP_ERR_TKT_EXPIRED)) {
    return refused("the ticket has expired", "negotiate.expired");
  }
  if (words == kerberos_words(KRB5KRB_AP_ERR_SKEW) ||
      words == kerberos_words(KRB5KRB_AP_ERR_TKT_NYV)) {
    return refused("the caller's clock and the one of this machine differ by too much",
                   "negotiate.clock");
  }
  return refused("the token is no ticket that a key of the keytab opens", "negotiate.ticket");
}

std::string text_of(gss_name_t name) {
  GssBuffer text;
  OM_uint32 minor = 0;
  if (GSS_ERROR(gss_display_name(&minor, name, text.out(), nullptr))) return {};
  return std::string(text.view());
}

struct LucidContextDeleter {
  void operator()(gss_krb5_lucid_context_v1_t* context) const {
    OM_uint32 minor = 0;
    gss_krb5_free_lucid_sec_context(&minor, context);
  }
};

// The key and the number that the caller has chosen for this one use. What the acceptor has chosen
// is left out, or a second use would look like another.
std::optional<Digest> use_of(GssContext& context) {
  OM_uint32 minor = 0;
  void* exported = nullptr;
  if (GSS_ERROR(gss_krb5_export_lucid_sec_context(&minor, context.out(), 1, &exported))) {
    return std::nullopt;
  }
  const std::unique_ptr<gss_krb5_lucid_context_v1_t, LucidContextDeleter> facts(
      static_cast<gss_krb5_lucid_context_v1_t*>(exported));
  const gss_krb5_lucid_key_t& key =
      facts->protocol == 0 ? facts->rfc1964_kd.ctx_key : facts->cfx_kd.ctx_key;
  std::string all = std::to_string(facts->recv_seq) + '\n';
  all.reserve(all.size() + key.length);
  all.append(static_cast<const char*>(key.data), key.length);
  const Digest digest = sha256(all);
  config::wipe(all);
  return digest;
}

class KeytabAcceptor final : public GssAcceptor {
 public:
  explicit KeytabAcceptor(std::string keytab_file) : keytab_file_(std::move(keytab_file)) {}

  model::Result<AcceptedTicket> accept(std::string_view token, std::string& words) const override;

 private:
  const std::string keytab_file_;
};

model::Result<AcceptedTicket> KeytabAcceptor::accept(std::string_view token,
                                                     std::string& words) const {
  GssMechanisms mechanisms;
  GssCredential keys;
  if (const auto acquired = acquire(keytab_file_, mechanisms, keys); !acquired) {
    return acquired.error();
  }
  GssContext context;
  GssName caller;
  GssBuffer answer;
  gss_buffer_desc input = gss_view(token);
  OM_uint32 minor = 0;
  const OM_uint32 major =
      gss_accept_sec_context(&minor, context.out(), keys.get(), &input, GSS_C_NO_CHANNEL_BINDINGS,
                             caller.out(), nullptr, answer.out(), nullptr, nullptr, nullptr);
  if (GSS_ERROR(major)) {
    words = gss_words(minor);
    return failure_of(major, words);
  }
  if ((major & GSS_S_CONTINUE_NEEDED) != 0) {
    return refused("the caller's first token is not enough, and there is no second one",
                   "negotiate.more_steps");
  }
  GssName service;
  const OM_uint32 known = gss_inquire_context(&minor, context.get(), nullptr, service.out(),
                                              nullptr, nullptr, nullptr, nullptr, nullptr);
  const auto use = GSS_ERROR(known) ? std::nullopt : use_of(context);
  if (!use) return refused("the token is not one of Kerberos", "negotiate.mechanism");
  return AcceptedTicket{text_of(caller.get()), text_of(service.get()), *use,
                        std::string(answer.view())};
}

}  // namespace

std::string kerberos_words(krb5_error_code code) {
  // A context of its own has seen no failure, so it knows the words of the table alone.
  krb5_context context = nullptr;
  if (krb5_init_context(&context) != 0) return "Kerberos is not configured";
  const char* const words = krb5_get_error_message(context, code);
  std::string text = words != nullptr ? words : "unknown error";
  krb5_free_error_message(context, words);
  krb5_free_context(context);
  return text;
}

std::string gss_words(OM_uint32 minor) {
  GssBuffer words;
  OM_uint32 ignored = 0;
  OM_uint32 further = 0;
  gss_display_status(&ignored, minor, GSS_C_MECH_CODE, GSS_C_NO_OID, &further, words.out());
  return std::string(words.view().substr(0, kWordsBytesMax));
}

std::unique_ptr<GssAcceptor> make_gss_acceptor(std::string keytab_file) {
  return std::make_unique<KeytabAcceptor>(std::move(keytab_file));
}

}  // namespace fb::identity
