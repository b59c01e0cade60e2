// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/integration/directory/slapd_world.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace fb::test {
namespace {

// Of Exchange's schema what Debian's msuser.schema does not have, under OpenLDAP's arc for trials.
constexpr std::string_view kSchema = R"(
attributetype ( 1.3.6.1.4.1.4203.666.11.77.1 NAME 'targetAddress'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.4203.666.11.77.2 NAME 'msExchHideFromAddressLists'
  EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.4203.666.11.77.3 NAME 'msExchRecipientTypeDetails'
  EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.4203.666.11.77.4 NAME 'contact' SUP person STRUCTURAL )
objectclass ( 1.3.6.1.4.1.4203.666.11.77.5 NAME 'exchangeRecipient' SUP top AUXILIARY
  MAY ( targetAddress $ proxyAddresses $ msExchHideFromAddressLists $ msExchRecipientTypeDetails
    $ mail $ displayName ) )
)";

void write(const std::string& file, std::string_view text) { std::ofstream(file) << text; }

}  // namespace

std::string base_ldif() {
  std::string out =
      "dn: dc=contoso,dc=example\nobjectClass: dcObject\nobjectClass: organization\n"
      "dc: contoso\no: Contoso\n\n";
  for (const std::string_view account : {kReader, kLimited}) {
    const std::string_view name = account.substr(3, account.find(',') - 3);
    out += "dn: " + std::string(account) + "\nobjectClass: person\ncn: " + std::string(name) +
           "\nsn: x\nuserPassword: " + std::string(kPassword) + "\n\n";
  }
  return out;
}

std::string contact_ldif(const std::string& name, const std::string& changed,
                         const std::string& more) {
  return "dn: cn=" + name +
         ",dc=contoso,dc=example\nobjectClass: contact\nobjectClass: exchangeRecipient\ncn: " +
         name + "\nsn: x\ntargetAddress: SMTP:" + name +
         "@other.example\nmodifyTimestamp: " + changed + "\n" + more + "\n";
}

SlapdWorld::SlapdWorld(Tls tls) {
  std::filesystem::create_directory(folder_.path() / "database");
  write(path("exchange.schema"), kSchema);
  write_configuration(tls);
  add(base_ldif());
}

void SlapdWorld::write_configuration(Tls tls) {
  std::string text;
  for (const std::string_view schema : {"core", "cosine", "nis", "inetorgperson", "msuser"}) {
    text += "include /etc/ldap/schema/" + std::string(schema) + ".schema\n";
  }
  text += "include " + path("exchange.schema") +
          "\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile " + path("slapd.pid") +
          "\nargsfile " + path("slapd.args") + "\nreferral ldap://elsewhere.example\n";
  if (tls == Tls::offered) {
    const CertificateFiles files = pki_.issue({.names = {"127.0.0.1"}});
    text += "TLSCertificateFile " + files.chain + "\nTLSCertificateKeyFile " + files.key +
            // Whoever signs in without TLS is refused, so nobody can get by without it.
            "\nsecurity simple_bind=128\n";
  }
  text += "database mdb\nsuffix \"dc=contoso,dc=example\"\ndirectory " + path("database") +
          "\nmaxsize 1073741824\nsizelimit size.soft=5 size.hard=5 size.prtotal=unlimited\n"
          "limits dn.exact=\"" +
          std::string(kLimited) +
          "\" size.soft=5 size.hard=5 size.prtotal=5\n"
          "access to attrs=userPassword by anonymous auth\naccess to * by users read\n";
  write(path("slapd.conf"), text);
}

void SlapdWorld::add(const std::string& ldif) {
  write(path("more.ldif"), ldif);
  const std::string log = path("slapadd.log");
  RunningProgram slapadd("/usr/sbin/slapadd",
                         {"-q", "-f", path("slapd.conf"), "-l", path("more.ldif")}, log);
  if (wait_for_end(slapadd) != 0) throw std::runtime_error("slapadd: " + content_of(log));
}

void SlapdWorld::remove_everything() {
  std::filesystem::remove_all(folder_.path() / "database");
  std::filesystem::create_directory(folder_.path() / "database");
}

void SlapdWorld::start() {
  const std::string log = path("slapd.log");
  const std::string urls = "ldap://127.0.0.1:" + std::to_string(port_) +
                           " ldaps://127.0.0.1:" + std::to_string(tls_port_);
  // Told to stop as well where the test itself dies.
  slapd_ = std::make_unique<RunningProgram>(
      "/usr/bin/setpriv",
      std::vector<std::string>{"--pdeathsig", "TERM", "/usr/sbin/slapd", "-d", "0", "-h", urls,
                               "-f", path("slapd.conf")},
      log);
  wait_until([this] { return accepts(port_); }, *slapd_, log);
}

std::string SlapdWorld::url(std::string_view scheme, std::string_view host) const {
  const std::uint16_t port = scheme == "ldaps" ? tls_port_ : port_;
  return std::string(scheme) + "://" + std::string(host) + ":" + std::to_string(port);
}

config::DirectorySource SlapdWorld::source() const {
  config::DirectorySource source{.name = "corp", .kind = config::DirectoryKind::ldap};
  source.url = url("ldap", "127.0.0.1");
  source.base = "dc=contoso,dc=example";
  source.bind_dn = kReader;
  source.password = config::Secret(std::string(kPassword));
  source.ca_file = pki_.ca_file();
  source.mailbox_source = "onprem";
  source.remote_mailbox_source = "cloud";
  source.routing_domain = model::SmtpDomain::parse("contoso.mail.example").value();
  source.page_size = 3;
  return source;
}

}  // namespace fb::test
