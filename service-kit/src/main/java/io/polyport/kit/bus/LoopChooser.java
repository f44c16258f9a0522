package io.polyport.kit.bus;

/** Says on which event loop of a service a call is worked on: things that were opened live on one. Any thread may ask. */
@FunctionalInterface
public interface LoopChooser {
    /** Every call stays where it arrived. */
    LoopChooser WHERE_IT_ARRIVED = (envelope, here, loops) -> here;

    /**
     * @param here the number of the loop on which the call arrived, from 0
     * @param loops how many there are
     * @return the number of the loop that works on it
     */
    int choose(Envelope envelope, int here, int loops);
}
