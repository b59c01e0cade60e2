// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Delegation tokens made and judged by other people's code.
//
// node delegation.mjs issue QUESTION        an assertion by saml, signed by xml-crypto, encrypted by
//                                           xml-encryption: prints the EncryptedData
// node delegation.mjs verify FILE CERT.pem  prints what the first signature of the document covers,
//                                           as xml-crypto saw it; fails where it is not good
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const require = createRequire(import.meta.url);

async function issue(file) {
  const asked = JSON.parse(readFileSync(file, 'utf8'));
  const { Saml11 } = require('saml');
  const options = {
    uid: asked.uid,
    issuer: asked.issuer,
    audiences: asked.audience,
    lifetimeInSeconds: 3600,
    attributes: asked.attributes,
    nameIdentifier: '0123456789ABCDEF',
    key: readFileSync(asked.key_file),
    cert: readFileSync(asked.certificate_file),
    signatureAlgorithm: 'rsa-sha256',
    digestAlgorithm: 'sha256',
    encryptionCert: readFileSync(asked.encryption_certificate_file),
    encryptionPublicKey: readFileSync(asked.encryption_key_file),
    encryptionAlgorithm: asked.cipher,
    disallowEncryptionWithInsecureAlgorithm: false, // Exchange's own cipher is one of them
    warnOnInsecureEncryptionAlgorithm: false,
  };
  if (asked.proof_key) {
    options.subjectConfirmationMethod = 'holder-of-key';
    options.holderOfKeyProofSecret = Buffer.from(asked.proof_key, 'base64');
  }
  process.stdout.write(await promisify(Saml11.create)(options));
}

function verify(file, certificateFile) {
  const { SignedXml } = require('xml-crypto');
  const { DOMParser } = require('@xmldom/xmldom');
  const xml = readFileSync(file, 'utf8');
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const [signature] = Array.from(document.getElementsByTagNameNS(DS, 'Signature'));
  const signed = new SignedXml({
    publicCert: readFileSync(certificateFile, 'utf8'),
    getCertFromKeyInfo: () => null,
    idAttribute: 'AssertionID',
  });
  signed.loadSignature(signature);
  if (!signed.checkSignature(xml)) throw new Error('the signature is not good');
  process.stdout.write(signed.getSignedReferences().join(''));
}

const [what, ...files] = process.argv.slice(2);
if (what === 'issue') await issue(...files);
else if (what === 'verify') verify(...files);
else throw new Error(`what is ${what}?`);
