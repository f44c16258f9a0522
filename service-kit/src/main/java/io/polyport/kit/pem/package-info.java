/** Certificates and private keys out of PEM files; every fault is a problem that names the file. */
package io.polyport.kit.pem;
