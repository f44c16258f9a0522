/** Programs that the comparison with peers (bench/compare) runs. */
package io.polyport.bench;
