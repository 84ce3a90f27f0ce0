package org.pushforward.engine.moment;

/**
 * The 21-point rule of Kronrod on [-1, 1], which contains the 10-point rule of Gauss; nodes and
 * weights to 33 digits as published with QUADPACK (Piessens and others, 1983).
 */
final class Kronrod {
  /** Nodes. */
  static final int NODES = 21;

  // From 1 down to 0; every other one, from the second on, is a node of Gauss.
  private static final double[] NODE = {
    0.995657163025808080735527280689003,
    0.973906528517171720077964012084452,
    0.930157491355708226001207180059508,
    0.865063366688984510732096688423493,
    0.780817726586416897063717578345042,
    0.679409568299024406234327365114874,
    0.562757134668604683339000099272694,
    0.433395394129247190799265943165784,
    0.294392862701460198131126603103866,
    0.148874338981631210884826001129720,
    0
  };

  private static final double[] WEIGHT = {
    0.011694638867371874278064396062192,
    0.032558162307964727478818972459390,
    0.054755896574351996031381300244580,
    0.075039674810919952767043140916190,
    0.093125454583697605535065465083366,
    0.109387158802297641899210590325805,
    0.123491976262065851077958109831074,
    0.134709217311473325928054001771707,
    0.142775938577060080797094273138717,
    0.147739104901338491374841515972068,
    0.149445554002916905664936468389821
  };

  private static final double[] GAUSS = {
    0.066671344308688137593568809893332,
    0.149451349150580593145776339657697,
    0.219086362515982043995534934228163,
    0.269266719309996355091226921569469,
    0.295524224714752870173892994651338
  };

  /** [node]: what the polynomial through all nodes has at 1 of the value at a node. */
  private static final double[] AT_END = atEnd();

  private Kronrod() {}

  private static double[] atEnd() {
    double[] atEnd = new double[NODES];
    for (int i = 0; i < NODES; i++) {
      atEnd[i] = 1;
      for (int j = 0; j < NODES; j++) {
        if (j != i) {
          atEnd[i] *= (1 - node(j)) / (node(i) - node(j));
        }
      }
    }
    return atEnd;
  }

  /** The share of an interval beyond the last node at each end. */
  static double beyond() {
    return 0.5 * (1 - NODE[0]);
  }

  /** How the polynomial through all nodes at -1 is made of the values there. */
  static double atLow(int i) {
    return AT_END[NODES - 1 - i];
  }

  /** How the polynomial through all nodes at 1 is made of the values there. */
  static double atHigh(int i) {
    return AT_END[i];
  }

  /** The nodes in [-1, 1], the lowest first. */
  static double node(int i) {
    return i <= 10 ? -NODE[i] : NODE[20 - i];
  }

  static double weight(int i) {
    return WEIGHT[Math.min(i, 20 - i)];
  }

  /** The weight of the rule of Gauss, 0 at nodes that it does not have. */
  static double gauss(int i) {
    int k = Math.min(i, 20 - i);
    return k % 2 == 1 ? GAUSS[k / 2] : 0;
  }
}
