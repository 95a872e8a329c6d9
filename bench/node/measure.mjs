// Issues and verifies what stands in a file, and prints what it took. One JSON object on standard
// input says what: {contexts: {url: document}, did, seed, credentials, signed, rounds}.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {readFileSync} from 'node:fs';

const {contexts, did, seed, credentials, signed, rounds} = JSON.parse(readFileSync(0, 'utf8'));
const fragment = did.slice('did:key:'.length);
const id = `${did}#${fragment}`;
const key = await Ed25519Multikey.from({
  ...await Ed25519Multikey.generate({seed: new Uint8Array(Buffer.from(seed, 'hex'))})
    .then(pair => pair.export({publicKey: true, secretKey: true})),
  id, controller: did,
});
const method = await key.export({publicKey: true});
const documents = {
  ...contexts,
  [did]: {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [id],
  },
  [id]: {'@context': 'https://w3id.org/security/multikey/v1', ...method},
};

async function documentLoader(url) {
  if (!(url in documents)) {
    throw new Error(`not pinned: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: documents[url], tag: 'static'};
}

async function issueAll() {
  const made = [];
  for (const credential of credentials) {
    const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
    made.push(await vc.issue({credential: structuredClone(credential), suite, documentLoader}));
  }
  return made;
}

async function verifyAll() {
  for (const credential of signed) {
    const suite = new DataIntegrityProof({cryptosuite});
    const result = await vc.verifyCredential({credential, suite, documentLoader});
    if (!result.verified) {
      throw new Error(JSON.stringify(result.error ?? result, null, 1));
    }
  }
}

function cpuSeconds() {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
}

async function rates(work, count) {
  await work(); // warmed up
  const found = [];
  for (let round = 0; round < rounds; round++) {
    const started = cpuSeconds();
    await work();
    found.push(count / (cpuSeconds() - started));
  }
  return found.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

const made = await issueAll();
console.log(JSON.stringify({
  made,
  issue: await rates(issueAll, credentials.length),
  verify: await rates(verifyAll, signed.length),
}));
